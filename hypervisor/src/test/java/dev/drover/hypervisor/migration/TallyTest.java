package dev.drover.hypervisor.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Duration HEARD = Duration.ofSeconds(9);
  private static final Duration ASKED = Duration.ofSeconds(6);

  /** {@return when the second round began} */
  private static Duration began(Duration ago) {
    Tally tally = new Tally(0);
    tally.knownAt(ASKED.toNanos());
    tally.passBegan(2, ago, HEARD.toNanos());
    MigrationInfo.Memory second =
        new MigrationInfo.Memory(
            Bytes.of(1), Bytes.of(1), 2, DirtyRate.ZERO, BitRate.ZERO, Bytes.ZERO);
    return tally
        .boundary(second, new MigrationPhase.PreCopy(2), HEARD.plusSeconds(1).toNanos())
        .orElseThrow()
        .at();
  }

  @Test
  void round_heardOfLate_beganWhenQemuSaidSo() {
    assertThat(began(Duration.ofSeconds(2))).isEqualTo(HEARD.minusSeconds(2));
  }

  @Test
  void round_clockStepped_beganBetweenTheLastQuestionAndItsNews() {
    assertThat(began(Duration.ofDays(-1))).isEqualTo(HEARD);
    assertThat(began(Duration.ofDays(1))).isEqualTo(ASKED);
    assertThat(began(Duration.ofDays(400_000))).isEqualTo(ASKED);
    assertThat(began(Duration.ofDays(-400_000))).isEqualTo(HEARD);
  }
}
