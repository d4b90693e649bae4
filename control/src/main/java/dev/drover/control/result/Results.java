package dev.drover.control.result;

import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.RelayRound;
import dev.drover.control.execute.EvacuationEvent.ReservationsChanged;
import dev.drover.control.execute.ExecutionReport;
import dev.drover.control.execute.MigrationReport;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.RoundRate;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the {@link RunResult} of an {@link ExecutionReport}. */
public final class Results {
  /** Clients may see a VM come back a little after its migration has ended. */
  public static final Duration AFTERMATH = Duration.ofSeconds(2);

  private final ExecutionReport report;
  private final Optional<WorkloadWatch> watch;
  private final long zero;
  private final Optional<List<RunResult.Workload>> workloads;
  private final SortedMap<String, List<WorkloadWatch.Goodput>> goodput;

  private Results(ExecutionReport report, Optional<WorkloadWatch> watch) {
    this.report = report;
    this.watch = watch;
    this.zero = report.startedAtMs();
    long from = report.firstStartMs().orElse(zero);
    long to = report.lastEndMs().orElse(report.endedAtMs());
    this.workloads = watch.map(w -> w.results(from, to));
    this.goodput =
        watch
            .map(w -> w.goodput(zero - ExecutionReport.LEAD_IN.toMillis(), report.endedAtMs()))
            .orElseGet(TreeMap::new);
  }

  /**
   * {@return the result of a run}
   *
   * @param watch what saw the workloads; empty when nothing did
   */
  public static RunResult of(ExecutionReport report, Optional<WorkloadWatch> watch) {
    return new Results(report, watch).result();
  }

  private RunResult result() {
    return new RunResult(
        report.plan().policy(),
        evacuation(),
        report.migrations().stream().map(this::migration).toList(),
        workloads,
        timeline());
  }

  private RunResult.Evacuation evacuation() {
    double total = ms(report.totalTime());
    Optional<Double> limit = PhysicalLimit.of(report).map(Results::ms);
    boolean all = report.completed() == report.plan().migrations().size();
    return new RunResult.Evacuation(
        report.plan().host(),
        all ? "completed" : report.cancelled() ? "cancelled" : "incomplete",
        total,
        report.endedAtMs() - report.startedAtMs(),
        limit,
        all ? limit.map(l -> total / l) : Optional.empty(),
        report.traffic().count(),
        report.migrations().stream()
            .map(MigrationReport::resident)
            .reduce(Bytes.ZERO, Bytes::plus)
            .count());
  }

  private RunResult.Migration migration(MigrationReport migration) {
    PlannedMigration planned = migration.planned();
    Optional<MigrationStatus> status = migration.status();
    return new RunResult.Migration(
        planned.vm(),
        planned.source(),
        planned.destination(),
        planned.technique().toString(),
        planned.strategy().toString(),
        planned.priority().toString(),
        planned.traffic().toString(),
        planned.group(),
        name(migration.outcome()),
        cause(migration.outcome()),
        migration.vmRunsAt(),
        status.map(s -> sinceStart(s.startedAtMs())),
        status.map(s -> ms(s.totalTime())),
        status.filter(_ -> ended(migration)).map(s -> ms(s.downtime())),
        status.flatMap(s -> clientDowntime(planned.vm(), s)),
        status.map(s -> s.traffic().count()),
        status.map(s -> s.rounds().stream().mapToInt(RoundSample::round).max().orElse(0)),
        status.flatMap(MigrationStatus::disk).map(disk -> disk.sent().count()),
        status.flatMap(MigrationStatus::disk).map(disk -> ms(disk.time())),
        status
            .map(MigrationStatus::relayRounds)
            .filter(rounds -> !rounds.isEmpty())
            .map(rounds -> rounds.stream().map(Results::sent).toList()),
        status.flatMap(this::lossDuring),
        migration.resident().count(),
        ms(planned.predicted().totalTime()),
        ms(planned.predicted().downtime()),
        planned.predicted().traffic().count(),
        planned.why(),
        Optional.empty());
  }

  private static RunResult.SentRound sent(RelayRound round) {
    return new RunResult.SentRound(
        round.round(),
        ms(round.time()),
        round.bytes().count(),
        ms(round.idle()),
        round.ahead().count(),
        round.cwndAtStart().count(),
        round.cwndAtEnd().count(),
        round.retransmits(),
        ms(round.rtt()));
  }

  private Optional<Double> clientDowntime(String vm, MigrationStatus status) {
    long end = status.startedAtMs() + status.totalTime().plus(AFTERMATH).toMillis();
    return watch.flatMap(w -> w.clientDowntimeMs(vm, status.startedAtMs(), end));
  }

  private Optional<Double> lossDuring(MigrationStatus status) {
    long end = status.startedAtMs() + status.totalTime().toMillis();
    return new LossDuring(workloads.orElse(List.of()), goodput).percent(status.startedAtMs(), end);
  }

  private static boolean ended(MigrationReport migration) {
    return migration.outcome() instanceof MigrationOutcome.Completed;
  }

  private static String name(MigrationOutcome outcome) {
    return switch (outcome) {
      case MigrationOutcome.Completed _ -> "completed";
      case MigrationOutcome.Cancelled _ -> "cancelled";
      case MigrationOutcome.Failed _ -> "failed";
      case MigrationOutcome.Lost _ -> "lost";
      case MigrationOutcome.Unsettled _ -> "unsettled";
    };
  }

  private static Optional<String> cause(MigrationOutcome outcome) {
    return switch (outcome) {
      case MigrationOutcome.Completed _ -> Optional.empty();
      case MigrationOutcome.Cancelled(String reason) -> Optional.of(reason);
      case MigrationOutcome.Failed(String phase, String cause, _) ->
          Optional.of(phase + ": " + cause);
      case MigrationOutcome.Lost(String phase, String cause) -> Optional.of(phase + ": " + cause);
      case MigrationOutcome.Unsettled(String phase, String cause) ->
          Optional.of(phase + ": " + cause);
    };
  }

  private Timeline timeline() {
    SortedMap<String, List<Timeline.NicSample>> hosts = new TreeMap<>();
    report
        .samples()
        .forEach((host, samples) ->
            hosts.put(
                host,
                samples.stream()
                    .map(s ->
                        new Timeline.NicSample(
                            sinceStart(s.atMs()),
                            s.nic().in().bitsPerSecond(),
                            s.nic().out().bitsPerSecond(),
                            s.migration().in().bitsPerSecond(),
                            s.migration().out().bitsPerSecond()))
                    .toList()));
    SortedMap<String, Timeline.Course> courses = new TreeMap<>();
    report.migrations().forEach(m -> courses.put(m.planned().vm(), course(m)));
    return new Timeline(
        zero,
        sinceStart(report.endedAtMs()),
        nicRates(),
        hosts,
        courses,
        courses(),
        report.reservations().stream().map(this::division).toList());
  }

  private SortedMap<String, Long> nicRates() {
    SortedMap<String, Long> rates = new TreeMap<>();
    report
        .before()
        .hosts()
        .forEach((host, status) -> rates.put(host, status.nicRate().bitsPerSecond()));
    return rates;
  }

  private Timeline.Course course(MigrationReport migration) {
    if (migration.status().isEmpty()) {
      return new Timeline.Course(List.of(), List.of(), Optional.empty());
    }
    MigrationStatus status = migration.status().get();
    double start = sinceStart(status.startedAtMs());
    return new Timeline.Course(
        status.phases().stream()
            .map(phase -> new Timeline.PhaseStart(sinceStart(phase.atMs()), phase.phase()))
            .toList(),
        migration.telemetry().stream()
            .map(sample ->
                new Timeline.MemorySample(
                    start + ms(sample.at()),
                    sample.round(),
                    sample.transferred().count(),
                    sample.remaining().count(),
                    sample.dirtyRate().bytesPerSecond(),
                    sample.throughput().bitsPerSecond()))
            .toList(),
        Optional.of(status.rates().stream().map(rate -> decided(start, rate)).toList())
            .filter(rates -> !rates.isEmpty()));
  }

  private static Timeline.DecidedRate decided(double start, RoundRate rate) {
    return new Timeline.DecidedRate(
        start + ms(rate.at()),
        rate.round(),
        rate.dirtyRate().bytesPerSecond(),
        rate.capacity().bitsPerSecond(),
        rate.usedByOthers().bitsPerSecond(),
        rate.ceiling().bitsPerSecond(),
        rate.rate().bitsPerSecond(),
        rate.stopAndCopy().bitsPerSecond());
  }

  private SortedMap<String, List<Timeline.GoodputSample>> courses() {
    SortedMap<String, List<Timeline.GoodputSample>> all = new TreeMap<>();
    goodput.forEach((vm, samples) ->
        all.put(
            vm,
            samples.stream()
                .map(s -> new Timeline.GoodputSample(sinceStart(s.atMs()), s.bps()))
                .toList()));
    return all;
  }

  private Timeline.Division division(ReservationsChanged change) {
    return new Timeline.Division(
        sinceStart(change.atMs()),
        change.reservations().stream()
            .map(r ->
                new Timeline.Share(
                    r.host(),
                    r.direction().toString(),
                    r.migration().bitsPerSecond(),
                    r.migrationCeiling().bitsPerSecond(),
                    r.migrationYields(),
                    r.workload().bitsPerSecond()))
            .toList());
  }

  private double sinceStart(long atMs) {
    return atMs - zero;
  }

  private static double ms(Duration time) {
    return time.toNanos() / 1e6;
  }
}
