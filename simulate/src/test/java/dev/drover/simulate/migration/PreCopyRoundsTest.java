package dev.drover.simulate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.bandwidth.RoundBandwidth;
import dev.drover.decide.bandwidth.RoundObservation;
import dev.drover.decide.rounds.AllDirtyPages;
import dev.drover.decide.rounds.PreCopyAlgorithm;
import dev.drover.decide.rounds.PreCopyAlgorithms;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.RoundLimit;
import dev.drover.decide.rounds.StopCondition;
import dev.drover.decide.rounds.XenStopConditions;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.memory.WritePattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PreCopyRoundsTest {
  /** A page in 64 µs. */
  private static final BitRate RATE = BitRate.ofMegabitsPerSecond(512);

  private static final long MICROSECOND = 1_000_000L;

  private static MigrationTechnique preCopy(StopCondition stop, RoundCoupling coupling) {
    return new MigrationTechnique.PreCopy(PreCopyAlgorithms.named("pca"), stop, coupling);
  }

  private static LineNetwork line(Duration delay) {
    return new LineNetwork(RATE, delay, 4096);
  }

  private static MigrationResult run(
      Duration delay, WritePattern pattern, MigrationTechnique technique) {
    return TestMigrations.run(line(delay), pattern, technique, MigrationSettings.IDEAL);
  }

  @Test
  void preCopy_aQuarterOfTheRateDirtied_isTheGeometricSeries() {
    // 64 MiB; a page dirtied every 256 µs, a quarter of what is sent.
    MigrationResult result =
        run(
            Duration.ZERO,
            new SequentialWrites(16384, 256 * MICROSECOND),
            preCopy(XenStopConditions.defaults(), RoundCoupling.ACKNOWLEDGED));
    assertThat(result.rounds())
        .extracting(RoundRecord::sentPages)
        .containsExactly(16384, 4096, 1024, 256, 64);
    assertThat(result.rounds())
        .extracting(RoundRecord::time)
        .containsExactly(
            Duration.ofNanos(1_048_576_000),
            Duration.ofNanos(262_144_000),
            Duration.ofNanos(65_536_000),
            Duration.ofNanos(16_384_000),
            Duration.ofNanos(4_096_000));
    assertThat(result.downtime()).isEqualTo(Duration.ofNanos(1_024_000));
    assertThat(result.totalTime()).isEqualTo(Duration.ofNanos(1_397_760_000));
    assertThat(result.traffic().sent()).isEqualTo(Bytes.of(21840 * 4096));
    assertThat(result.stop())
        .hasValueSatisfying(stop -> assertThat(stop.condition()).isEqualTo("threshold"));
  }

  @Test
  void preCopy_allPagesDirtiedInEachRound_endsWhenThreeTimesTheMemoryWasSent() {
    // A round of 1.05 s leaves time for 20,971 writes, one page after the other.
    MigrationResult result =
        run(
            Duration.ZERO,
            new SequentialWrites(16384, 50 * MICROSECOND),
            preCopy(XenStopConditions.defaults(), RoundCoupling.ACKNOWLEDGED));
    assertThat(result.rounds())
        .extracting(RoundRecord::sentPages)
        .containsExactly(16384, 16384, 16384, 16384);
    assertThat(result.stop())
        .hasValueSatisfying(stop -> assertThat(stop.condition()).isEqualTo("traffic"));
    assertThat(result.downtime()).isEqualTo(Duration.ofNanos(1_048_576_000));
  }

  @Test
  void earlyNotification_roundsOfOneSize_savesARoundTripPerRound() {
    Duration delay = Duration.ofMillis(10);
    WritePattern pattern = new FixedSetWrites(2048, 100);
    MigrationResult standard =
        run(delay, pattern, preCopy(new RoundLimit(7), RoundCoupling.ACKNOWLEDGED));
    MigrationResult early =
        run(delay, pattern, preCopy(new RoundLimit(7), RoundCoupling.EARLY_NOTIFICATION));
    assertThat(standard.rounds()).hasSize(7);
    assertThat(early.rounds()).hasSize(7);
    assertThat(standard.totalTime().minus(early.totalTime())).isEqualTo(Duration.ofMillis(140));
    // The last round waits for its acknowledgement in both.
    assertThat(standard.downtime()).isEqualTo(Duration.ofNanos(6_400_000 + 20_000_000));
    assertThat(early.downtime()).isEqualTo(standard.downtime());
  }

  @Test
  void earlyNotification_anyDelayAndDirtyRate_isNoSlower() {
    for (int delay = 0; delay < 40; delay += 7) {
      for (int interval = 80; interval < 1000; interval += 230) {
        WritePattern pattern = new SequentialWrites(4096, interval * MICROSECOND);
        Duration standard =
            run(
                    Duration.ofMillis(delay),
                    pattern,
                    preCopy(XenStopConditions.defaults(), RoundCoupling.ACKNOWLEDGED))
                .totalTime();
        Duration early =
            run(
                    Duration.ofMillis(delay),
                    pattern,
                    preCopy(XenStopConditions.defaults(), RoundCoupling.EARLY_NOTIFICATION))
                .totalTime();
        assertThat(early).as("%d ms, %d µs", delay, interval).isLessThanOrEqualTo(standard);
      }
    }
  }

  @Test
  void preCopy_fixedTimes_areAddedOnce() {
    MigrationSettings settings =
        MigrationSettings.IDEAL.withTimes(
            Duration.ofMillis(50), Duration.ofMillis(2), Duration.ofMillis(30));
    WritePattern pattern = new FixedSetWrites(2048, 100);
    MigrationResult result =
        TestMigrations.run(
            line(Duration.ZERO),
            pattern,
            preCopy(new RoundLimit(3), RoundCoupling.ACKNOWLEDGED),
            settings);
    // 2048 + 3 × 100 pages of 64 µs, the bitmap read after each of three rounds.
    assertThat(result.totalTime())
        .isEqualTo(Duration.ofNanos(2348 * 64_000L).plusMillis(50 + 3 * 2 + 30));
    assertThat(result.downtime()).isEqualTo(Duration.ofNanos(6_400_000).plusMillis(30));
    // T_i runs from notification to notification, so the reading of the bitmap is in it.
    assertThat(result.rounds().get(1).time()).isEqualTo(Duration.ofNanos(6_400_000 + 2_000_000));
    assertThat(result.rounds().getFirst().start()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void observations_roundByRound_tellDirtyRatesAndTheLoadOfOthers() {
    List<RoundObservation> asked = new ArrayList<>();
    RoundBandwidth bandwidth =
        new RoundBandwidth() {
          @Override
          public String name() {
            return "half";
          }

          @Override
          public String description() {
            return "half of the link";
          }

          @Override
          public BitRate rate(RoundObservation round) {
            asked.add(round);
            return round.capacity().times(0.5);
          }
        };
    MigrationTechnique technique =
        new MigrationTechnique.PreCopy(
            new PreCopyAlgorithm("half", "", new AllDirtyPages(), bandwidth),
            new RoundLimit(2),
            RoundCoupling.ACKNOWLEDGED);
    LineNetwork network = line(Duration.ZERO);
    network.othersBytesPerSecond = 8_000_000;
    MigrationResult result =
        TestMigrations.run(
            network,
            new SequentialWrites(16384, 256 * MICROSECOND),
            technique,
            MigrationSettings.IDEAL
                .withTimes(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO)
                .withCeiling(BitRate.ofMegabitsPerSecond(400)));
    assertThat(asked).hasSize(3);
    assertThat(asked).extracting(RoundObservation::round).containsExactly(1, 2, 3);
    assertThat(asked).extracting(RoundObservation::stopAndCopy).containsExactly(false, false, true);
    assertThat(asked)
        .allSatisfy(observation -> {
          assertThat(observation.capacity()).isEqualTo(RATE);
          assertThat(observation.ceiling()).isEqualTo(BitRate.ofMegabitsPerSecond(400));
          assertThat(observation.usedByOthers().bitsPerSecond())
              .isBetween(63_999_900L, 64_000_100L);
        });
    assertThat(asked.getLast().dirtyRates())
        .containsExactly(
            DirtyRate.ofBytesPerSecond(16_000_000), DirtyRate.ofBytesPerSecond(16_000_000));
    assertThat(result.rounds().getFirst().time()).isEqualTo(Duration.ofNanos(2 * 1_048_576_000L));
    assertThat(result.rounds().get(1).sentPages()).isEqualTo(8192);
  }

  @Test
  void heldBackPages_hotPages_areSentInTheLastRoundOnly() {
    // 100 hot pages written in every round: held back from the third round on.
    MigrationResult result =
        run(
            Duration.ZERO,
            new FixedSetWrites(2048, 100),
            new MigrationTechnique.PreCopy(
                PreCopyAlgorithms.named("ppc"), new RoundLimit(10), RoundCoupling.ACKNOWLEDGED));
    assertThat(result.rounds()).extracting(RoundRecord::sentPages).containsExactly(2048, 100);
    assertThat(result.stop())
        .hasValueSatisfying(stop -> assertThat(stop.condition()).isEqualTo("nothing-to-send"));
    assertThat(result.traffic().stopAndCopy()).isEqualTo(Bytes.of(100 * 4096));
  }

  @Test
  void skipRedirtied_pagesWrittenBeforeTheirTurn_areLeftOut() {
    // Two batches of 256 pages are read before the guest has run; then all its pages are dirty.
    MigrationResult result =
        run(
            Duration.ZERO,
            new FixedSetWrites(4096, 2048),
            new MigrationTechnique.PreCopy(
                PreCopyAlgorithms.named("pca-skip"),
                new RoundLimit(2),
                RoundCoupling.ACKNOWLEDGED));
    RoundRecord first = result.rounds().getFirst();
    assertThat(first.sentPages()).isEqualTo(512 + 2048);
    assertThat(first.skippedPages()).isEqualTo(2048 - 512);
    assertThat(first.volume()).isEqualTo(Bytes.of(2560 * 4096));
    assertThat(result.rounds().get(1).sentPages()).isEqualTo(512);
    assertThat(result.traffic().stopAndCopy()).isEqualTo(Bytes.of(2048 * 4096));
  }

  @Test
  void slices_halfTheRate_bringNoMoreThanTheQuotaInEach() {
    MigrationSettings settings =
        MigrationSettings.IDEAL
            .withPacing(Pacing.Slices.QEMU)
            .withCeiling(BitRate.ofMegabitsPerSecond(256));
    MigrationResult result =
        TestMigrations.run(
            line(Duration.ZERO),
            new FixedSetWrites(16384, 0),
            preCopy(new RoundLimit(3), RoundCoupling.ACKNOWLEDGED),
            settings);
    // 64 MiB at 32 MB/s are 2.097152 s: 20 slices and the last 97 ms at twice the rate; a slice
    // may be over by a page.
    assertThat(result.totalTime()).isBetween(Duration.ofMillis(2030), Duration.ofMillis(2050));
    assertThat(result.rounds()).hasSize(1);
  }
}
