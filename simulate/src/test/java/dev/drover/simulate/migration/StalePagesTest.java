package dev.drover.simulate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.rounds.PreCopyAlgorithm;
import dev.drover.decide.rounds.PreCopyAlgorithms;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.RoundLimit;
import dev.drover.decide.rounds.StopCondition;
import dev.drover.decide.rounds.XenStopConditions;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.WritePattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is drawn: the destination ends with every page as last written. */
final class StalePagesTest {
  private static final int RUNS = 60;

  /** Writes pages drawn by lot, most of them in a part of the memory. */
  private static final class DrawnWrites implements WritePattern {
    private final int pages;
    private final int hot;
    private final long interval;
    private final SplittableRandom random;

    DrawnWrites(int pages, SplittableRandom random) {
      this.pages = pages;
      this.hot = random.nextInt(1, pages + 1);
      this.interval = random.nextLong(10, 3000) * 1_000_000L;
      this.random = random.split();
    }

    @Override
    public int pages() {
      return pages;
    }

    @Override
    public void write(long from, long to, PageSet dirty) {
      for (long write = from / interval; write < to / interval; write++) {
        dirty.add(random.nextInt(random.nextInt(10) == 0 ? pages : hot));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop-and-copy", "pre-copy", "post-copy", "hybrid"})
  void migration_drawnGuestsAndPaths_leaveNoPageStale(String name) {
    for (long seed = 0; seed < RUNS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int pages = random.nextInt(1, 3000);
      VersionedMemory memory = new VersionedMemory(new DrawnWrites(pages, random));
      Optional<WritePattern> reads =
          random.nextBoolean() ? Optional.of(new DrawnWrites(pages, random)) : Optional.empty();
      PageSet zero = SimulatedGuest.drawZeroPages(pages, random.nextDouble(), random);
      SimulatedGuest guest = new SimulatedGuest("vm", "a", new GuestMemory(memory), zero, reads);
      LineNetwork network =
          new LineNetwork(
              BitRate.ofMegabitsPerSecond(random.nextInt(50, 2000)),
              Duration.ofNanos(random.nextLong(20_000_000)),
              random.nextInt(100, 9000));
      MigrationResult result =
          TestMigrations.run(network, guest, technique(name, random), settings(random), memory);
      String about = name + ", seed " + seed;
      assertThat(memory.stalePages()).as(about).isZero();
      assertThat(result.traffic().wire()).as(about).isEqualTo(result.traffic().sent());
      assertThat(result.stalledTime().isZero()).as(about).isEqualTo(result.faults() == 0);
      assertThat(result.downtime().plus(result.stalledTime()))
          .as(about)
          .isLessThanOrEqualTo(result.totalTime());
      Bytes byRound =
          Bytes.of(result.rounds().stream().mapToLong(round -> round.volume().count()).sum());
      assertThat(byRound).as(about).isEqualTo(result.traffic().rounds());
    }
  }

  private static MigrationTechnique technique(String name, SplittableRandom random) {
    List<PreCopyAlgorithm> algorithms = PreCopyAlgorithms.all();
    PreCopyAlgorithm algorithm = algorithms.get(random.nextInt(algorithms.size()));
    StopCondition stop =
        random.nextBoolean() ? XenStopConditions.defaults() : new RoundLimit(random.nextInt(1, 6));
    RoundCoupling coupling =
        random.nextBoolean() ? RoundCoupling.ACKNOWLEDGED : RoundCoupling.EARLY_NOTIFICATION;
    return switch (name) {
      case "stop-and-copy" -> new MigrationTechnique.StopAndCopy();
      case "pre-copy" -> new MigrationTechnique.PreCopy(algorithm, stop, coupling);
      case "post-copy" -> new MigrationTechnique.PostCopy();
      default -> new MigrationTechnique.Hybrid(algorithm, stop, coupling);
    };
  }

  private static MigrationSettings settings(SplittableRandom random) {
    MigrationSettings settings =
        MigrationSettings.IDEAL
            .withEncoding(Bytes.of(random.nextInt(20)), Bytes.of(random.nextInt(100_000)))
            .withTimes(
                Duration.ofMillis(random.nextInt(50)),
                Duration.ofNanos(random.nextInt(3_000_000)),
                Duration.ofMillis(random.nextInt(50)));
    if (random.nextBoolean()) {
      settings = settings.withCeiling(BitRate.ofMegabitsPerSecond(random.nextInt(20, 1000)));
    }
    return random.nextBoolean() ? settings.withPacing(Pacing.Slices.QEMU) : settings;
  }
}
