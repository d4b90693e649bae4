package dev.drover.decide.bandwidth;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.DirtyRate;
import java.util.List;

/**
 * BDA: leaves the VM's service the bandwidth that its dirty rate suggests and sends with the rest
 * (Fang et al., "Live Virtual Machine Migration with Bandwidth Dynamic Assignment", section 3,
 * equations 4 and 5, Fig. 1).
 *
 * <p>F = T_bw − U_bw is idle. The first round and the stop-and-copy send at F. Any other round
 * reserves B by equation (4); when B > F it is corrected by equation (5); the round sends at E = F
 * − B.
 *
 * <p>How it was read where the paper leaves it open:
 *
 * <ul>
 *   <li>Units: a dirty rate stands for a bandwidth; it is taken as the bit/s that sending the
 *       dirtied pages again would need, 8 bits a byte. The paper gives no other link between both.
 *   <li>The current dirty rate U is that of the round just finished, D the mean of all before it,
 *       each round counting once. In round 2 there is none before: D = U.
 *   <li>Fig. 1, line 2 returns an E_bw that nobody has computed; section 3.3 says "the amount of
 *       bandwidth that can be sent": F.
 *   <li>a and b: see {@link Coefficients}; each reading is a variant with a name of its own.
 *   <li>Equation (5), F × B ÷ (B + c × B), is F ÷ (1 + c): B cancels out. c is the last dirty rate
 *       ÷ the one before it; 1 when there is none before or both are zero. The more the dirty rate
 *       rose, the more is left to the migration: F × c ÷ (1 + c), a half of F when it is steady.
 *   <li>F = 0, or B so close to F that nothing is left (also c = 0), gives E = 0, with which no
 *       round would ever end. Then the round has the floor instead: a twentieth of the capacity,
 *       which takes from others what they use. {@link Assignment#floored} says so.
 * </ul>
 *
 * <p>E may be less than the dirty rate, and then the rounds do not shrink: under a steady dirty
 * rate above F ÷ 2 the migration is left less than what is dirtied, though F alone might have kept
 * up. Ending that is the stop conditions' work.
 *
 * <p>Sanity: 100 Mbit/s, 20 used, steady 30 Mbit/s dirtied: 80, then 50 in each round, then 80.
 */
public final class BandwidthDynamicAssignment implements RoundBandwidth {
  /** The least a round gets, of the capacity. */
  private static final double FLOOR = 0.05;

  private final String name;
  private final Coefficients coefficients;

  private BandwidthDynamicAssignment(String name, Coefficients coefficients) {
    this.name = name;
    this.coefficients = coefficients;
  }

  /** {@return BDA as section 3.2 describes it: a = U ÷ (D + U), b = D ÷ (D + U)} */
  public static BandwidthDynamicAssignment standard() {
    return new BandwidthDynamicAssignment("bda", Coefficients.JITTER);
  }

  /** {@return BDA as Fig. 1 is printed: a = U ÷ D + U, b = D ÷ D + U, in Mbit/s} */
  public static BandwidthDynamicAssignment asPrinted() {
    return new BandwidthDynamicAssignment("bda-printed", Coefficients.AS_PRINTED);
  }

  /** {@return BDA with section 3.2's last paragraph: a = U_bw ÷ T_bw, b = 1 − a} */
  public static BandwidthDynamicAssignment byUsage() {
    return new BandwidthDynamicAssignment("bda-usage", Coefficients.USAGE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return switch (coefficients) {
      case JITTER -> "what is idle less what the dirty rate reserves (eq. 4 and 5)";
      case AS_PRINTED -> "the same with the coefficients as Fig. 1 prints them";
      case USAGE -> "the same with coefficients from the link's use";
    };
  }

  @Override
  public BitRate rate(RoundObservation round) {
    return assign(round).rate();
  }

  /** {@return the rate with the steps that led to it} */
  public Assignment assign(RoundObservation round) {
    BitRate idle = round.idle();
    if (round.round() == 1 || round.stopAndCopy()) {
      return assignment(round, BitRate.ZERO, false);
    }
    List<DirtyRate> rates = round.dirtyRates();
    double current = bits(rates.getLast());
    double reserved =
        coefficients.reserved(
            current,
            meanBefore(rates),
            Math.min(1, round.usedByOthers().fractionOf(round.capacity())));
    boolean corrected = reserved > idle.bitsPerSecond();
    if (corrected) {
      reserved = idle.bitsPerSecond() / (1 + change(rates));
    }
    return assignment(round, BitRate.ofBitsPerSecond(Math.round(reserved)), corrected);
  }

  private static Assignment assignment(
      RoundObservation round, BitRate reserved, boolean corrected) {
    BitRate left = round.idle().minusOrZero(reserved);
    BitRate floor = round.capacity().times(FLOOR).max(BitRate.ofBitsPerSecond(1));
    boolean floored = left.compareTo(floor) < 0;
    BitRate rate = (floored ? floor : left).min(round.most());
    return new Assignment(round.idle(), reserved, corrected, floored, rate);
  }

  private static double meanBefore(List<DirtyRate> rates) {
    if (rates.size() == 1) {
      return bits(rates.getLast());
    }
    double sum = 0;
    for (DirtyRate rate : rates.subList(0, rates.size() - 1)) {
      sum += bits(rate);
    }
    return sum / (rates.size() - 1);
  }

  /** The coefficient c; infinite when pages are dirtied after a round in which none were. */
  private static double change(List<DirtyRate> rates) {
    if (rates.size() == 1) {
      return 1;
    }
    double current = bits(rates.getLast());
    double before = bits(rates.get(rates.size() - 2));
    return current == before ? 1 : current / before;
  }

  private static double bits(DirtyRate rate) {
    return 8.0 * rate.bytesPerSecond();
  }

  /**
   * How a round came to its rate.
   *
   * @param idle F_bw
   * @param reserved B_bw, after the correction; zero in the first round and the stop-and-copy
   * @param corrected whether equation (5) applied: (4) asked for more than is idle
   * @param floored whether F − B was below a twentieth of the capacity and that was given instead
   * @param rate E_bw, cut to the operator's ceiling
   */
  public record Assignment(
      BitRate idle, BitRate reserved, boolean corrected, boolean floored, BitRate rate) {}
}
