package dev.drover.cli.forecast;

import dev.drover.control.result.RunResult;
import dev.drover.control.result.Timeline;
import dev.drover.decide.prediction.LiuCase;
import dev.drover.decide.prediction.LiuPrediction;
import dev.drover.decide.prediction.LiuPrediction.Convergence;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.RoundSample;
import dev.drover.model.measure.TenantMeasure;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.evacuation.GoodputSample;
import dev.drover.simulate.evacuation.GuestSpec;
import dev.drover.simulate.evacuation.MigrationCourse;
import dev.drover.simulate.evacuation.Scene;
import dev.drover.simulate.evacuation.SimulatedRun;
import dev.drover.simulate.evacuation.TenantCourse;
import dev.drover.simulate.prediction.PredictedPreCopy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Simulated runs in the form of measured ones, so that the same tables and reports show both. */
public final class SimulatedResults {
  private SimulatedResults() {}

  /**
   * {@return {@code run} as a result}
   *
   * @param name by which it is told from measured ones, such as {@code traffic-aware (simulated)}
   */
  public static RunResult of(String name, Scene scene, SimulatedRun run) {
    return of(name, scene, run, List.of());
  }

  /** {@return the same, with what the Liu model expected of its pre-copies} */
  static RunResult of(
      String name, Scene scene, SimulatedRun run, List<PredictedPreCopy> predicted) {
    return new RunResult(
        name,
        evacuation(run),
        run.migrations().stream().map(each -> migration(each, run, predicted)).toList(),
        Optional.of(run.tenants().stream().map(SimulatedResults::workload).toList()),
        timeline(scene, run));
  }

  private static RunResult.Evacuation evacuation(SimulatedRun run) {
    return new RunResult.Evacuation(
        run.plan().host(),
        run.completed() ? "completed" : "incomplete",
        ms(run.totalTime()),
        ms(run.totalTime()),
        Optional.empty(),
        Optional.empty(),
        run.traffic().count(),
        run.migrations().stream().mapToLong(each -> each.resident().count()).sum());
  }

  private static RunResult.Migration migration(
      MigrationCourse course, SimulatedRun run, List<PredictedPreCopy> predicted) {
    PlannedMigration planned = course.planned();
    boolean ended = course.outcome() instanceof MigrationOutcome.Completed;
    Optional<String> cause =
        course.outcome() instanceof MigrationOutcome.Cancelled(String reason)
            ? Optional.of(reason)
            : Optional.empty();
    return new RunResult.Migration(
        planned.vm(),
        planned.source(),
        planned.destination(),
        planned.technique().toString(),
        planned.strategy().toString(),
        planned.priority().toString(),
        planned.traffic().toString(),
        planned.group(),
        ended ? "completed" : "cancelled",
        cause,
        Optional.of(course.runsAt()),
        Optional.of(ms(course.start())),
        Optional.of(ms(course.totalTime())),
        ended ? Optional.of(ms(course.downtime())) : Optional.empty(),
        ended ? Optional.of(ms(course.clientDowntime())) : Optional.empty(),
        Optional.of(course.traffic().count()),
        Optional.of(course.rounds()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        lossDuring(course, run.tenants()),
        course.resident().count(),
        ms(planned.predicted().totalTime()),
        ms(planned.predicted().downtime()),
        planned.predicted().traffic().count(),
        planned.why(),
        predicted.stream()
            .filter(each -> each.planned().equals(planned))
            .findFirst()
            .map(SimulatedResults::liu));
  }

  private static RunResult.Liu liu(PredictedPreCopy predicted) {
    LiuPrediction model = predicted.model();
    LiuCase given = predicted.given();
    Optional<String> reason =
        switch (model.convergence()) {
          case Convergence.Converges _ -> Optional.empty();
          case Convergence.DoesNotConverge(String why) -> Optional.of(why);
        };
    Optional<LiuPrediction> figures = reason.isEmpty() ? Optional.of(model) : Optional.empty();
    return new RunResult.Liu(
        figures.map(_ -> ms(predicted.totalTime())),
        figures.map(each -> ms(each.downtime())),
        figures.map(_ -> predicted.traffic().count()),
        figures.map(LiuPrediction::liveRounds),
        figures.map(LiuPrediction::joules),
        model.lambda(),
        reason.isEmpty(),
        reason,
        given.memory().count(),
        given.dirtyRate().asBitRate().bitsPerSecond(),
        given.rate().bitsPerSecond(),
        given.threshold().count());
  }

  /** As {@code RunResult} defines it: what all tenants together lost while it ran. */
  private static Optional<Double> lossDuring(MigrationCourse course, List<TenantCourse> tenants) {
    long from = course.start().toMillis();
    long to = course.end().toMillis();
    double wanted = 0;
    double moved = 0;
    for (TenantCourse tenant : tenants) {
      List<GoodputSample> seen =
          tenant.goodput().stream()
              .filter(sample -> sample.atMs() > from && sample.atMs() <= to)
              .toList();
      wanted += (double) tenant.measure().before().bitsPerSecond() * seen.size();
      moved += seen.stream().mapToDouble(each -> each.goodput().bitsPerSecond()).sum();
    }
    return wanted == 0 ? Optional.empty() : Optional.of(Math.max(0, 100 * (1 - moved / wanted)));
  }

  private static RunResult.Workload workload(TenantCourse tenant) {
    GuestSpec guest = tenant.guest();
    TenantMeasure measure = tenant.measure();
    return new RunResult.Workload(
        guest.name(),
        guest.traffic().kind(),
        guest.priority().toString(),
        guest.sla().lower().bitsPerSecond(),
        guest.sla().upper().bitsPerSecond(),
        measure.before().bitsPerSecond(),
        measure.during().bitsPerSecond(),
        Math.max(0, measure.lossPercent()),
        measure.lost().count(),
        ms(measure.slaViolation()));
  }

  private static Timeline timeline(Scene scene, SimulatedRun run) {
    SortedMap<String, Long> rates = new TreeMap<>();
    scene
        .hosts()
        .forEach(host -> rates.put(host.name(), scene.nic(host.name()).rate().bitsPerSecond()));
    SortedMap<String, List<Timeline.NicSample>> hosts = new TreeMap<>();
    run.nics()
        .forEach((host, samples) ->
            hosts.put(
                host,
                samples.stream()
                    .map(each ->
                        new Timeline.NicSample(
                            each.atMs(),
                            each.nic().in().bitsPerSecond(),
                            each.nic().out().bitsPerSecond(),
                            each.migration().in().bitsPerSecond(),
                            each.migration().out().bitsPerSecond()))
                    .toList()));
    SortedMap<String, Timeline.Course> courses = new TreeMap<>();
    run.migrations().forEach(each -> courses.put(each.planned().vm(), course(each)));
    SortedMap<String, List<Timeline.GoodputSample>> workloads = new TreeMap<>();
    run.tenants()
        .forEach(tenant ->
            workloads.put(
                tenant.guest().name(),
                tenant.goodput().stream()
                    .map(each ->
                        new Timeline.GoodputSample(each.atMs(), each.goodput().bitsPerSecond()))
                    .toList()));
    return new Timeline(0, ms(run.totalTime()), rates, hosts, courses, workloads, divisions(run));
  }

  private static Timeline.Course course(MigrationCourse course) {
    double start = ms(course.start());
    return new Timeline.Course(
        course.phases().stream()
            .map(each -> new Timeline.PhaseStart(ms(each.at()), each.name()))
            .toList(),
        course.telemetry().stream().map(each -> sample(start, each)).toList(),
        Optional.empty());
  }

  private static Timeline.MemorySample sample(double start, RoundSample sample) {
    return new Timeline.MemorySample(
        start + ms(sample.at()),
        sample.round(),
        sample.transferred().count(),
        sample.remaining().count(),
        sample.dirtyRate().bytesPerSecond(),
        sample.throughput().bitsPerSecond());
  }

  private static List<Timeline.Division> divisions(SimulatedRun run) {
    return run.divisions().stream()
        .map(division ->
            new Timeline.Division(
                division.atMs(),
                division.reservations().stream()
                    .map(each ->
                        new Timeline.Share(
                            each.host(),
                            each.direction().toString(),
                            bps(each.migration()),
                            bps(each.migrationCeiling()),
                            each.migrationYields(),
                            bps(each.workload())))
                    .toList()))
        .toList();
  }

  private static long bps(BitRate rate) {
    return rate.bitsPerSecond();
  }

  private static double ms(Duration time) {
    return time.toNanos() / 1e6;
  }
}
