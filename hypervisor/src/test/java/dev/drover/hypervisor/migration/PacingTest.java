package dev.drover.hypervisor.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.hypervisor.Pace;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacingTest {
  private static final Pace SLOW_ROUND =
      new Pace(
          Optional.of(BitRate.ofMegabitsPerSecond(20)),
          Optional.of(BitRate.ofMegabitsPerSecond(150)),
          BitRate.ofMegabitsPerSecond(120),
          Duration.ofMillis(300));

  private static final Pace FREE_ROUND =
      new Pace(
          Optional.empty(),
          Optional.empty(),
          BitRate.ofMegabitsPerSecond(120),
          Duration.ofMillis(300));

  @Test
  void newerQemu_isToldTheRateAndWhatToReckonWithAtOnce() {
    assertThat(Pacing.now(SLOW_ROUND, true))
        .isEqualTo(
            Map.of(
                "max-bandwidth", 2_500_000L,
                "max-postcopy-bandwidth", 18_750_000L,
                "downtime-limit", 300L,
                "avail-switchover-bandwidth", 15_000_000L));
    assertThat(Pacing.settled(SLOW_ROUND, true)).isEmpty();
  }

  @Test
  void olderQemu_inASlowRound_isGivenALongerLimitOnceItMeasuresThatRound() {
    assertThat(Pacing.now(SLOW_ROUND, false))
        .isEqualTo(
            Map.of(
                "max-bandwidth", 2_500_000L,
                "max-postcopy-bandwidth", 18_750_000L,
                "downtime-limit", 300L));
    assertThat(Pacing.settled(SLOW_ROUND, false)).isEqualTo(Map.of("downtime-limit", 1_800L));
  }

  @Test
  void newerQemu_inARoundWithoutALimit_reckonsAsItMeasures() {
    assertThat(Pacing.now(FREE_ROUND, true)).containsEntry("avail-switchover-bandwidth", 0L);
  }

  @Test
  void olderQemu_inARoundWithoutALimit_reckonsAsItMeasures() {
    assertThat(Pacing.now(FREE_ROUND, false)).containsEntry("downtime-limit", 300L);
    assertThat(Pacing.settled(FREE_ROUND, false)).isEmpty();
  }
}
