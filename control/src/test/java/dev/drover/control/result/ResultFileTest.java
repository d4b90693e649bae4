package dev.drover.control.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.api.DiskCopy;
import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.Sample;
import dev.drover.control.execute.EvacuationEvent.ReservationsChanged;
import dev.drover.control.execute.ExecutionReport;
import dev.drover.control.execute.MigrationReport;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.observe.Observation;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.HostObservation;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.RoundRate;
import dev.drover.model.RoundSample;
import dev.drover.model.Sla;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultFileTest {
  private static final long ZERO = 1_000_000;

  @TempDir Path directory = Path.of("");

  private static BitRate megabits(long rate) {
    return BitRate.ofMegabitsPerSecond(rate);
  }

  private static VmObservation vm(String name, long residentBytes, long outMegabits) {
    return new VmObservation(
        name,
        "h1",
        Bytes.ofMebibytes(256),
        Bytes.of(residentBytes),
        Priority.MEDIUM,
        new Sla(megabits(20), megabits(80)),
        new Traffic(megabits(1), megabits(outMegabits)),
        DirtyRate.ZERO,
        Bytes.ZERO,
        Optional.empty());
  }

  private static PlannedMigration move(String vm, String destination, Priority priority) {
    return new PlannedMigration(
        vm,
        "h1",
        destination,
        priority,
        TrafficClass.OUTGOING,
        Technique.HYBRID,
        Strategy.PARALLEL,
        1,
        megabits(100),
        new PlannedMigration.Prediction(
            Duration.ofMillis(8_500), Duration.ofMillis(60), Bytes.of(1_100), Bytes.ZERO),
        "least loaded NIC");
  }

  private static Observation before(VmObservation... vms) {
    List<HostObservation> hosts =
        List.of("h1", "h2", "h3").stream()
            .map(name ->
                new HostObservation(
                    name,
                    Bytes.ofMebibytes(4096),
                    Bytes.ofMebibytes(2048),
                    megabits(200),
                    Traffic.NONE,
                    Traffic.NONE))
            .toList();
    return new Observation(
        ZERO,
        new Cluster(hosts, List.of(vms)),
        new TreeMap<String, HostStatus>(),
        new TreeMap<>(),
        List.of());
  }

  private static MigrationReport completed(PlannedMigration planned) {
    return completed(planned, Optional.empty());
  }

  private static MigrationReport completed(PlannedMigration planned, Optional<DiskCopy> disk) {
    MigrationStatus status =
        new MigrationStatus(
            "r-" + planned.vm(),
            planned.vm(),
            planned.source(),
            planned.destination(),
            planned.technique(),
            ZERO + 500,
            List.of(
                new MigrationStatus.PhaseEntry("pre-copy", ZERO + 510),
                new MigrationStatus.PhaseEntry("post-copy", ZERO + 6_000)),
            List.of(sample()),
            List.of(rate()),
            List.of(),
            Bytes.of(110_000_000),
            Duration.ofMillis(8_000),
            Duration.ofMillis(42),
            disk,
            Optional.of(new MigrationOutcome.Completed()));
    return new MigrationReport(
        planned,
        "r-" + planned.vm(),
        Bytes.of(100_000_000),
        List.of(sample()),
        Optional.of(status),
        new MigrationOutcome.Completed(),
        Optional.of(planned.destination()),
        true);
  }

  private static RoundRate rate() {
    return new RoundRate(
        Duration.ofMillis(1_500),
        2,
        DirtyRate.ofBytesPerSecond(2_000_000),
        BitRate.ofMegabitsPerSecond(200),
        BitRate.ofMegabitsPerSecond(80),
        BitRate.ofMegabitsPerSecond(150),
        BitRate.ofMegabitsPerSecond(104),
        BitRate.ofMegabitsPerSecond(120));
  }

  private static RoundSample sample() {
    return new RoundSample(
        Duration.ofMillis(1_250),
        2,
        Bytes.of(90_000_000),
        Bytes.of(10_000_000),
        DirtyRate.ofBytesPerSecond(4_096),
        megabits(110),
        Duration.ofMillis(30),
        "pre-copy");
  }

  private static MigrationReport neverStarted(PlannedMigration planned) {
    return new MigrationReport(
        planned,
        "r-" + planned.vm(),
        Bytes.of(50_000_000),
        List.of(),
        Optional.empty(),
        new MigrationOutcome.Failed("prepare", "no memory", "h1"),
        Optional.of("h1"),
        false);
  }

  private static ExecutionReport report(MigrationReport... migrations) {
    SortedMap<String, List<Sample>> samples = new TreeMap<>();
    samples.put(
        "h1",
        List.of(
            new Sample(
                ZERO - 200,
                new Traffic(megabits(1), megabits(150)),
                new Traffic(BitRate.ZERO, megabits(110)),
                new TreeMap<>())));
    return new ExecutionReport(
        new EvacuationPlan(
            "h1",
            "traffic-aware",
            List.of(migrations).stream().map(MigrationReport::planned).toList()),
        before(vm("a", 100_000_000, 40), vm("b", 50_000_000, 0)),
        ZERO,
        ZERO + 9_000,
        false,
        List.of(migrations),
        List.of(
            new ReservationsChanged(
                ZERO + 400,
                List.of(
                    new Reservation(
                        "h1",
                        TrafficClass.OUTGOING,
                        megabits(160),
                        megabits(180),
                        true,
                        megabits(40),
                        List.of())))),
        samples);
  }

  private static final WorkloadWatch WATCH =
      new WorkloadWatch() {
        @Override
        public void begin() {}

        @Override
        public List<RunResult.Workload> results(long fromMs, long toMs) {
          return List.of(
              new RunResult.Workload(
                  "a",
                  "outgoing",
                  "medium",
                  20_000_000,
                  80_000_000,
                  40_000_000,
                  toMs - fromMs,
                  5.5,
                  123,
                  0));
        }

        @Override
        public Optional<Double> clientDowntimeMs(String vm, long fromMs, long toMs) {
          return Optional.of(55.5);
        }

        @Override
        public SortedMap<String, List<Goodput>> goodput(long fromMs, long toMs) {
          return new TreeMap<>(Map.of("a", List.of(new Goodput(fromMs + 100, 30_000_000))));
        }
      };

  private String golden(String name) throws IOException {
    try (var in = ResultFileTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void result_thatWasWatched_isTheDocumentedObject() throws IOException {
    RunResult result =
        Results.of(report(completed(move("a", "h2", Priority.MEDIUM))), Optional.of(WATCH));
    assertThat(ResultFile.json(result)).isEqualTo(golden("watched.json"));
  }

  @Test
  void result_thatNobodyWatched_leavesOutWhatWasNotMeasured() throws IOException {
    RunResult result =
        Results.of(
            report(
                completed(move("a", "h2", Priority.MEDIUM)),
                neverStarted(move("b", "h3", Priority.LOW))),
            Optional.empty());
    assertThat(ResultFile.json(List.of(result))).isEqualTo(golden("unwatched.json"));
  }

  @Test
  void limit_ofOne_isItsMemoryOverWhatTheWorkloadLeft() {
    // 8·10⁸ bit over 200 − (150 − 110) Mbit/s out of h1
    assertThat(PhysicalLimit.of(report(completed(move("a", "h2", Priority.MEDIUM)))))
        .contains(Duration.ofSeconds(5));
  }

  @Test
  void result_ofAVmWithADisk_hasItApartAndInTheLimit() {
    ExecutionReport report =
        report(
            completed(
                move("a", "h2", Priority.MEDIUM),
                Optional.of(
                    new DiskCopy(Bytes.of(1_200_000_000), Bytes.ZERO, Duration.ofSeconds(51)))));
    RunResult.Migration migration = Results.of(report, Optional.empty()).migrations().getFirst();
    assertThat(migration.bytes()).contains(110_000_000L);
    assertThat(migration.diskBytes()).contains(1_200_000_000L);
    assertThat(migration.diskMs()).contains(51_000.0);
    // 13·10⁸ bytes at 160 Mbit/s
    assertThat(PhysicalLimit.of(report)).contains(Duration.ofSeconds(65));
  }

  @Test
  void limit_ofSeveral_isThatOfTheNicThatAllCross() {
    assertThat(
            PhysicalLimit.of(
                report(
                    completed(move("a", "h2", Priority.MEDIUM)),
                    completed(move("b", "h3", Priority.LOW)))))
        .contains(Duration.ofSeconds(10));
  }

  @Test
  void limit_ofWhatNeverStarted_isAbsent() {
    assertThat(PhysicalLimit.of(report(neverStarted(move("b", "h3", Priority.LOW))))).isEmpty();
    assertThat(PhysicalLimit.of(report())).isEmpty();
  }

  @Test
  void file_thatCannotBeWritten_isNamed() throws IOException {
    Path file = directory.resolve("result.json");
    ResultFile.write(file, "{}");
    assertThat(file).hasContent("{}");
    Path wrong = directory.resolve("no").resolve("result.json");
    assertThatThrownBy(() -> ResultFile.write(wrong, "{}"))
        .isInstanceOf(ControlException.class)
        .hasMessageStartingWith(wrong + " cannot be written");
    assertThat(directory.toFile().list()).containsExactly("result.json");
  }
}
