package dev.drover.decide.bandwidth;

import static dev.drover.decide.bandwidth.RoundBandwidthsTest.dirty;
import static dev.drover.decide.bandwidth.RoundBandwidthsTest.round;
import static dev.drover.decide.testing.Some.mbit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.bandwidth.BandwidthDynamicAssignment.Assignment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected values worked out by hand from equations 4 and 5. */
final class BandwidthDynamicAssignmentTest {
  private final BandwidthDynamicAssignment bda = BandwidthDynamicAssignment.standard();

  @Test
  void firstRound_sendsAtWhatIsIdle() {
    assertThat(bda.rate(round(1, 100, 20))).isEqualTo(mbit(80));
  }

  @Test
  void stopAndCopy_sendsAtWhatIsIdle_howeverMuchWasDirtied() {
    RoundObservation last =
        new RoundObservation(
            3, true, mbit(100), mbit(20), mbit(100), List.of(dirty(30), dirty(60)));
    assertThat(bda.rate(last)).isEqualTo(mbit(80));
  }

  @Test
  void steadyDirtyRate_isReserved() {
    assertThat(bda.rate(round(2, 100, 20, 30))).isEqualTo(mbit(50));
    assertThat(bda.rate(round(4, 100, 20, 30, 30, 30))).isEqualTo(mbit(50));
  }

  /** U = 60, D = (20 + 40) ÷ 2 = 30: a = 2/3, b = 1/3, B = 40 + 10 = 50. */
  @Test
  void risingDirtyRate_countsMoreThanThePast() {
    Assignment round = bda.assign(round(4, 100, 10, 20, 40, 60));
    assertThat(round).isEqualTo(new Assignment(mbit(90), mbit(50), false, false, mbit(40)));
  }

  /** U = 10, D = 40: a = 0.2, b = 0.8, B = 2 + 32 = 34. */
  @Test
  void fallingDirtyRate_countsLessThanThePast() {
    assertThat(bda.rate(round(3, 100, 0, 40, 10))).isEqualTo(mbit(66));
  }

  /** U = 300, D = 100: B = 225 + 25 = 250 > 80, c = 3, so B = 80 ÷ 4 = 20. */
  @Test
  void reservationAboveWhatIsIdle_isCorrectedByTheChange() {
    Assignment round = bda.assign(round(3, 100, 20, 100, 300));
    assertThat(round).isEqualTo(new Assignment(mbit(80), mbit(20), true, false, mbit(60)));
  }

  @Test
  void reservationAboveWhatIsIdle_inRound2_leavesHalf() {
    assertThat(bda.rate(round(2, 100, 20, 500))).isEqualTo(mbit(40));
  }

  @Test
  void nothingIdle_givesTheFloorAndSaysSo() {
    Assignment round = bda.assign(round(2, 100, 100, 10));
    assertThat(round.floored()).isTrue();
    assertThat(round.rate()).isEqualTo(mbit(5));
    assertThat(bda.assign(round(1, 100, 130)).floored()).isTrue();
  }

  /** U = 0, D = 500: B = 500 > 100, c = 0, B = 100, E = 0. */
  @Test
  void dirtyRateThatFellToNothing_givesTheFloorAndSaysSo() {
    Assignment round = bda.assign(round(3, 100, 0, 500, 0));
    assertThat(round).isEqualTo(new Assignment(mbit(100), mbit(100), true, true, mbit(5)));
  }

  @Test
  void nothingDirtied_reservesNothing() {
    assertThat(bda.rate(round(3, 100, 0, 0, 0))).isEqualTo(mbit(100));
  }

  /** D = 0, U = 500: B = 500 > 100, c infinite, B = 0. */
  @Test
  void dirtyingAfterNone_leavesAllToTheMigration() {
    assertThat(bda.rate(round(3, 100, 0, 0, 500))).isEqualTo(mbit(100));
  }

  /** a = 20 ÷ 100, b = 0.8: B = 0.2 × 60 + 0.8 × 30 = 36. */
  @Test
  void readingByUsage_weighsByTheLinksUse() {
    assertThat(BandwidthDynamicAssignment.byUsage().rate(round(3, 100, 20, 30, 60)))
        .isEqualTo(mbit(44));
  }

  /** U = 4, D = 2, in Mbit/s: a = 6, b = 5, B = 24 + 10 = 34. U = 60, D = 30: B > F, c = 2. */
  @Test
  void readingAsPrinted_isMostlyDecidedByTheCorrection() {
    BandwidthDynamicAssignment printed = BandwidthDynamicAssignment.asPrinted();
    assertThat(printed.rate(round(3, 100, 10, 2, 4))).isEqualTo(mbit(56));
    assertThat(printed.rate(round(3, 100, 10, 30, 60))).isEqualTo(mbit(60));
  }
}
