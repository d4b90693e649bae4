package dev.drover.simulate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.PageSet;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StopAndCopyTest {
  /** 2048 pages are 8 MiB; 2²³ bytes at 2²³ bytes a second take a second. */
  private static final BitRate MEMORY_A_SECOND = BitRate.ofBitsPerSecond(8L << 23);

  private static final MigrationTechnique COLD = new MigrationTechnique.StopAndCopy();

  @Test
  void stopAndCopy_wholeMemory_takesMemoryOverRateAndIsAllDowntime() {
    LineNetwork network = new LineNetwork(MEMORY_A_SECOND, Duration.ZERO, 4096);
    MigrationResult result =
        TestMigrations.run(
            network, new SequentialWrites(2048, 1_000_000_000L), COLD, MigrationSettings.IDEAL);
    assertThat(result.totalTime()).isEqualTo(Duration.ofSeconds(1));
    assertThat(result.downtime()).isEqualTo(Duration.ofSeconds(1));
    assertThat(result.traffic().stopAndCopy()).isEqualTo(Bytes.ofMebibytes(8));
    assertThat(result.runsAt()).isEqualTo("b");
  }

  @Test
  void stopAndCopy_delayAndFixedTimes_waitsForTheAcknowledgement() {
    LineNetwork network = new LineNetwork(MEMORY_A_SECOND, Duration.ofMillis(10), 4096);
    MigrationSettings settings =
        MigrationSettings.IDEAL.withTimes(
            Duration.ofMillis(100), Duration.ofMillis(7), Duration.ofMillis(30));
    MigrationResult result =
        TestMigrations.run(network, new SequentialWrites(2048, 1_000_000_000L), COLD, settings);
    assertThat(result.totalTime()).isEqualTo(Duration.ofMillis(100 + 1000 + 20 + 30));
    assertThat(result.downtime()).isEqualTo(Duration.ofMillis(1000 + 20 + 30));
  }

  @Test
  void stopAndCopy_zeroPages_areSentAsHeaders() {
    LineNetwork network = new LineNetwork(MEMORY_A_SECOND, Duration.ZERO, 4096);
    PageSet zero = new PageSet(2048);
    for (int page = 0; page < 1024; page++) {
      zero.add(page);
    }
    SimulatedGuest guest =
        new SimulatedGuest(
            "vm", "a", new GuestMemory(new FixedSetWrites(2048, 24)), zero, Optional.empty());
    MigrationSettings settings =
        MigrationSettings.IDEAL
            .withEncoding(Bytes.of(8), Bytes.of(500))
            .withTimes(Duration.ofMillis(1), Duration.ZERO, Duration.ZERO);
    MigrationResult result = TestMigrations.run(network, guest, COLD, settings, PageWitness.NONE);
    assertThat(result.traffic().stopAndCopy()).isEqualTo(Bytes.of(1048 * 4104L + 1000 * 8L));
    assertThat(result.traffic().deviceState()).isEqualTo(Bytes.of(500));
    assertThat(result.traffic().wire()).isEqualTo(result.traffic().sent());
  }

  @Test
  void stopAndCopy_ceiling_isKeptSmoothlyAndInSlices() {
    MigrationSettings limited =
        MigrationSettings.IDEAL.withCeiling(BitRate.ofBitsPerSecond(8L << 22));
    LineNetwork network = new LineNetwork(MEMORY_A_SECOND, Duration.ZERO, 4096);
    assertThat(TestMigrations.run(network, new FixedSetWrites(2048, 1), COLD, limited).totalTime())
        .isEqualTo(Duration.ofSeconds(2));
    network = new LineNetwork(MEMORY_A_SECOND, Duration.ZERO, 4096);
    Duration sliced =
        TestMigrations.run(
                network, new FixedSetWrites(2048, 1), COLD, limited.withPacing(Pacing.Slices.QEMU))
            .totalTime();
    // The last slice's quota goes out at the link's rate: half a slice early, a page or so apart.
    assertThat(sliced).isBetween(Duration.ofMillis(1930), Duration.ofMillis(1960));
  }
}
