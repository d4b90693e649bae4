package dev.drover.simulate.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.decide.rounds.PreCopyAlgorithms;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.XenStopConditions;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.memory.GuestMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScheduledMigrationsTest {
  private static final MigrationTechnique COLD = new MigrationTechnique.StopAndCopy();
  private static final MigrationTechnique PRE_COPY =
      new MigrationTechnique.PreCopy(
          PreCopyAlgorithms.named("pca"),
          XenStopConditions.defaults(),
          RoundCoupling.EARLY_NOTIFICATION);

  private static MigrationSchedule.Entry entry(
      String name, int pages, MigrationTechnique technique) {
    SimulatedGuest guest =
        new SimulatedGuest(name, "a", new GuestMemory(new SequentialWrites(pages, 256_000_000L)));
    return new MigrationSchedule.Entry(
        guest, new MigrationSpec(LineNetwork.ROUTE, technique, MigrationSettings.IDEAL));
  }

  private static List<MigrationResult> run(MigrationSchedule schedule) {
    LineNetwork network = new LineNetwork(BitRate.ofMegabitsPerSecond(512), Duration.ZERO, 4096);
    List<MigrationResult> results = new ArrayList<>();
    ScheduledMigrations.start(network, network.topology(), schedule, results::addAll);
    network.simulator().run(100 * SimTime.SECOND);
    return results;
  }

  private static List<MigrationSchedule.Entry> three() {
    return List.of(entry("x", 1000, COLD), entry("y", 3000, COLD), entry("z", 2000, COLD));
  }

  @Test
  void serial_threeMigrations_followOneAnother() {
    List<MigrationResult> results = run(MigrationSchedule.serial(three()));
    assertThat(results).extracting(MigrationResult::vm).containsExactly("x", "y", "z");
    assertThat(results)
        .extracting(MigrationResult::start)
        .containsExactly(Duration.ZERO, Duration.ofMillis(64), Duration.ofMillis(256));
    assertThat(results.getLast().end()).isEqualTo(Duration.ofMillis(384));
  }

  @Test
  void parallel_threeMigrations_startTogether() {
    List<MigrationResult> results = run(MigrationSchedule.parallel(three()));
    assertThat(results).extracting(MigrationResult::vm).containsExactly("x", "y", "z");
    assertThat(results).extracting(MigrationResult::start).containsOnly(Duration.ZERO);
  }

  @Test
  void groups_mixed_waitForTheSlowestOfTheGroupBefore() {
    List<MigrationSchedule.Entry> entries = three();
    List<MigrationResult> results =
        run(new MigrationSchedule(List.of(entries.subList(0, 2), List.of(entries.get(2)))));
    assertThat(results.getLast().start()).isEqualTo(Duration.ofMillis(192));
  }

  @Test
  void schedule_runTwice_givesTheSameToTheLastBit() {
    List<MigrationResult> first =
        run(MigrationSchedule.serial(List.of(entry("x", 9000, PRE_COPY), entry("y", 1000, COLD))));
    List<MigrationResult> second =
        run(MigrationSchedule.serial(List.of(entry("x", 9000, PRE_COPY), entry("y", 1000, COLD))));
    assertThat(second).isEqualTo(first);
    assertThat(first.getFirst().rounds()).hasSizeGreaterThan(2);
  }

  @Test
  void schedule_sameGuestTwice_isRefused() {
    MigrationSchedule.Entry one = entry("x", 10, COLD);
    assertThatThrownBy(() -> MigrationSchedule.parallel(List.of(one, one)))
        .hasMessageContaining("moved once");
  }
}
