package dev.drover.hypervisor.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.hypervisor.RoundBoundary;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundCounterTest {
  private static MigrationInfo.Memory figures(int syncs, long dirtiedMebibytes) {
    return new MigrationInfo.Memory(
        Bytes.of(1),
        Bytes.of(1),
        syncs,
        DirtyRate.ofBytesPerSecond(777),
        BitRate.ZERO,
        Bytes.ofMebibytes(dirtiedMebibytes));
  }

  private static DirtyRate mebibytes(long perSecond) {
    return DirtyRate.ofBytesPerSecond(perSecond << 20);
  }

  @Test
  void figures_ofTheSameRound_areNoBoundary() {
    RoundCounter.Step step = RoundCounter.START.next(figures(1, 0), Duration.ofSeconds(3));

    assertThat(step.boundary()).isEmpty();
    assertThat(step.next()).isEqualTo(RoundCounter.START);
  }

  @Test
  void rounds_oneAfterTheOther_haveTheRateOfWhatEachDirtied() {
    RoundCounter.Step second = RoundCounter.START.next(figures(2, 20), Duration.ofSeconds(10));
    RoundCounter.Step third = second.next().next(figures(3, 32), Duration.ofSeconds(13));

    assertThat(second.boundary())
        .contains(new RoundBoundary(2, Duration.ofSeconds(10), mebibytes(2)));
    assertThat(third.boundary())
        .contains(new RoundBoundary(3, Duration.ofSeconds(13), mebibytes(4)));
  }

  @Test
  void rounds_seenLate_haveTheMeanRate() {
    RoundCounter.Step fifth = RoundCounter.START.next(figures(5, 60), Duration.ofSeconds(20));

    assertThat(fifth.boundary())
        .contains(new RoundBoundary(5, Duration.ofSeconds(20), mebibytes(3)));
  }
}
