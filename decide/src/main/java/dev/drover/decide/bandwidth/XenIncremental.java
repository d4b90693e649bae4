package dev.drover.decide.bandwidth;

import dev.drover.model.unit.BitRate;

/**
 * Xen's incremental allocation (Clark et al., "Live Migration of Virtual Machines", NSDI 2005,
 * section 5.3 "Dynamic Rate-Limiting"; "Bandwidth Dynamic Assignment", section 2): the first round
 * at a constant, each later one at the dirty rate of the round before plus a constant, never above
 * a maximum.
 *
 * <p>Xen ends pre-copy when the rate would rise above the maximum, and copies the rest at the
 * maximum. Ending is a stop condition's business: here the rate is cut to the maximum, the
 * operator's ceiling or the capacity, whichever is least. The stop-and-copy has that rate whatever
 * was dirtied.
 *
 * <p>Sanity: 4 MiB/s dirtied is 33.6 Mbit/s, so the next round has 83.6 Mbit/s.
 *
 * @param initial of the first round
 * @param increment above the dirty rate
 * @param maximum in every round
 */
public record XenIncremental(BitRate initial, BitRate increment, BitRate maximum)
    implements RoundBandwidth {
  public XenIncremental {
    if (initial.bitsPerSecond() == 0 || increment.bitsPerSecond() == 0) {
      throw new IllegalArgumentException(
          "initial and increment must be above zero: " + initial + ", " + increment);
    }
    if (maximum.compareTo(initial) < 0) {
      throw new IllegalArgumentException("maximum " + maximum + " is below initial " + initial);
    }
  }

  /** {@return Xen's constants: 100, 50 and 500 Mbit/s} */
  public static XenIncremental defaults() {
    return new XenIncremental(
        BitRate.ofMegabitsPerSecond(100),
        BitRate.ofMegabitsPerSecond(50),
        BitRate.ofMegabitsPerSecond(500));
  }

  @Override
  public String name() {
    return "xen-incremental";
  }

  @Override
  public String description() {
    return "first "
        + initial
        + ", then the last dirty rate + "
        + increment
        + ", at most "
        + maximum;
  }

  @Override
  public BitRate rate(RoundObservation round) {
    BitRate most = round.most().min(maximum);
    if (round.stopAndCopy()) {
      return most;
    }
    if (round.round() == 1) {
      return initial.min(most);
    }
    return round.lastDirtyRate().asBitRate().plus(increment).min(most);
  }
}
