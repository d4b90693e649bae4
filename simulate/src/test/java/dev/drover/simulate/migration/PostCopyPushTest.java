package dev.drover.simulate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.PageSet;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PostCopyPushTest {
  private static final BitRate MEMORY_A_SECOND = BitRate.ofBitsPerSecond(8L << 23);
  private static final MigrationTechnique POST_COPY = new MigrationTechnique.PostCopy();
  private static final long SECOND = 1_000_000_000_000L;

  @Test
  void postCopy_idleGuest_takesMemoryOverRate() {
    LineNetwork network = new LineNetwork(MEMORY_A_SECOND, Duration.ofMillis(10), 4096);
    MigrationSettings settings =
        MigrationSettings.IDEAL.withEncoding(Bytes.ZERO, Bytes.of(1 << 13));
    MigrationResult result =
        TestMigrations.run(network, new FixedSetWrites(2048, 0), POST_COPY, settings);
    Duration state = Duration.ofNanos(1_000_000_000L / 1024);
    assertThat(result.totalTime())
        .isCloseTo(Duration.ofSeconds(1).plus(state).plusMillis(20), Duration.ofNanos(1));
    assertThat(result.downtime()).isCloseTo(state.plusMillis(10), Duration.ofNanos(1));
    assertThat(result.faults()).isZero();
    assertThat(result.traffic().pushed()).isEqualTo(Bytes.ofMebibytes(8));
    assertThat(result.traffic().requests()).isEqualTo(Bytes.ZERO);
  }

  @Test
  void postCopy_touchesThePagesThatComeLast_faultsOvertakeThePush() {
    LineNetwork network = new LineNetwork(MEMORY_A_SECOND, Duration.ofMillis(1), 4096);
    // 100 writes a second, from the end of memory: its pages would come last.
    BackwardWrites pattern = new BackwardWrites(2048, SECOND / 100);
    VersionedMemory memory = new VersionedMemory(pattern);
    MigrationResult result =
        TestMigrations.run(
            network,
            TestMigrations.guest(memory),
            POST_COPY,
            MigrationSettings.IDEAL.withTimes(
                Duration.ofSeconds(1), Duration.ZERO, Duration.ofMillis(5)),
            memory);
    assertThat(memory.stalePages()).isZero();
    assertThat(result.faults()).isGreaterThan(1);
    // Each fault waits a round trip, its own page, and at most low-water, a batch and a segment.
    Duration least = Duration.ofMillis(2);
    Duration most = least.plusMillis(20);
    assertThat(result.stalledTime())
        .isBetween(least.multipliedBy(result.faults()), most.multipliedBy(result.faults()));
    assertThat(result.traffic().pushed().plus(result.traffic().faulted()))
        .isEqualTo(Bytes.ofMebibytes(8));
    assertThat(result.traffic().requests()).isEqualTo(Bytes.of(16L * result.faults()));
    assertThat(result.totalTime()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2010));
  }

  @Test
  void postCopy_readsAlone_faultToo() {
    LineNetwork network = new LineNetwork(MEMORY_A_SECOND, Duration.ofMillis(1), 4096);
    SimulatedGuest guest =
        new SimulatedGuest(
            "vm",
            "a",
            new GuestMemory(new FixedSetWrites(2048, 0)),
            new PageSet(2048),
            Optional.of(new BackwardWrites(2048, SECOND / 100)));
    MigrationResult result =
        TestMigrations.run(network, guest, POST_COPY, MigrationSettings.IDEAL, PageWitness.NONE);
    assertThat(result.faults()).isPositive();
    assertThat(result.stalledTime()).isPositive();
  }
}
