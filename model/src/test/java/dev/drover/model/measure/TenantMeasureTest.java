package dev.drover.model.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

final class TenantMeasureTest {
  /** 8 Mbit/s are 1000 bytes a millisecond. */
  private static final BitRate EIGHT = BitRate.ofMegabitsPerSecond(8);

  private static final Sla SLA = new Sla(BitRate.ofMegabitsPerSecond(4), EIGHT);

  /** By bytes moved in each millisecond. */
  private static MovedBytes moving(LongUnaryOperator inMillisecond) {
    return (from, to) -> {
      long bytes = 0;
      for (long ms = from; ms < to; ms++) {
        bytes += inMillisecond.applyAsLong(ms);
      }
      return bytes;
    };
  }

  private static TenantMeasure measure(LongUnaryOperator inMillisecond) {
    return TenantMeasure.of(moving(inMillisecond), SLA, 0, 10_000, Duration.ofSeconds(5));
  }

  @Test
  void tenant_thatMovesAsBefore_losesNothing() {
    TenantMeasure measure = measure(_ -> 1000);
    assertThat(measure.before()).isEqualTo(EIGHT);
    assertThat(measure.lossPercent()).isZero();
    assertThat(measure.lost().count()).isZero();
    assertThat(measure.slaViolation()).isZero();
  }

  @Test
  void tenant_silentForTwoSeconds_losesThemAndIsWrongedWhileTheLastSecondIsBelowItsLimit() {
    TenantMeasure measure = measure(ms -> ms >= 4000 && ms < 6000 ? 0 : 1000);
    assertThat(measure.lost().count()).isEqualTo(2_000_000);
    assertThat(measure.lossPercent()).isCloseTo(20, within(1e-9));
    // Seconds that end from 4.6 to 6.4 have more than half a second of silence in them.
    assertThat(measure.slaViolation()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void betterWindow_makesUpForNothing() {
    TenantMeasure measure = measure(ms -> ms < 0 ? 1000 : ms < 1000 ? 0 : 2000);
    assertThat(measure.lost().count()).isEqualTo(1_000_000);
    assertThat(measure.lossPercent()).isNegative();
  }

  @Test
  void tenant_thatWantsLessThanWasPromised_isNotWrongedByGettingIt() {
    TenantMeasure measure = measure(_ -> 100);
    assertThat(measure.slaViolation()).isZero();
  }
}
