package dev.drover.cli.report;

import dev.drover.control.result.RunResult;
import dev.drover.control.result.RunResult.Migration;
import dev.drover.control.result.RunResult.Workload;
import dev.drover.control.result.Timeline;
import dev.drover.control.result.Timeline.Course;
import dev.drover.control.result.Timeline.MemorySample;
import dev.drover.control.result.Timeline.NicSample;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run over time: phases and rounds, NICs, workloads, on one time axis. */
final class RunFigure {
  private final RunResult run;
  private final Timeline timeline;

  RunFigure(RunResult run) {
    this.run = run;
    this.timeline = run.timeline();
  }

  /**
   * {@return the figure as SVG}
   *
   * @param from where the axis begins, in seconds since the run began
   * @param to where it ends
   */
  String draw(double from, double to) {
    List<Panel> panels = new ArrayList<>();
    panels.add(new PhasesPanel(run.migrations().stream().map(this::row).toList()));
    SortedMap<String, List<NicPanel.Load>> loads = new TreeMap<>();
    timeline.hosts().forEach((host, samples) -> loads.put(host, loads(samples)));
    double ceiling = 1;
    for (List<NicPanel.Load> each : loads.values()) {
      ceiling = Math.max(ceiling, each.stream().mapToDouble(NicPanel.Load::most).max().orElse(0));
    }
    for (long rate : timeline.nicBps().values()) {
      ceiling = Math.max(ceiling, (double) rate);
    }
    for (Map.Entry<String, List<NicPanel.Load>> host : loads.entrySet()) {
      Optional<BitRate> rate =
          Optional.ofNullable(timeline.nicBps().get(host.getKey())).map(BitRate::ofBitsPerSecond);
      panels.add(new NicPanel(host.getKey(), rate, ceiling, host.getValue()));
    }
    for (Workload workload : run.workloads().orElse(List.of())) {
      if (timeline.workloads().getOrDefault(workload.vm(), List.of()).stream()
          .anyMatch(sample -> sample.bps() > 0)) {
        panels.add(throughput(workload));
      }
    }
    return Figure.draw("Evacuation over time, " + run.policy(), from, to, moving(), panels);
  }

  /** {@return from the first start command until the last source was empty} */
  Interval moving() {
    double from = Double.POSITIVE_INFINITY;
    double to = 0;
    for (Migration migration : run.migrations()) {
      if (migration.startMs().isPresent()) {
        double start = migration.startMs().get();
        from = Math.min(from, start / 1000);
        to = Math.max(to, (start + migration.totalTimeMs().orElse(0.0)) / 1000);
      }
    }
    return to == 0 ? new Interval(0, 0) : new Interval(from, to);
  }

  private PhasesPanel.Row row(Migration migration) {
    String detail = migration.technique() + " to " + migration.destination();
    Course course = timeline.migrations().get(migration.vm());
    if (course == null) {
      return new PhasesPanel.Row(migration.vm(), detail, List.of(), List.of());
    }
    double end = (migration.startMs().orElse(0.0) + migration.totalTimeMs().orElse(0.0)) / 1000;
    List<PhasesPanel.Span> spans = new ArrayList<>();
    for (int i = 0; i < course.phases().size(); i++) {
      double from = course.phases().get(i).atMs() / 1000;
      boolean last = i + 1 == course.phases().size();
      double to = last ? Math.max(from, end) : course.phases().get(i + 1).atMs() / 1000;
      String phase = course.phases().get(i).phase();
      if (!last || to > from) {
        spans.add(new PhasesPanel.Span(phase, from, to));
      }
    }
    return new PhasesPanel.Row(migration.vm(), detail, spans, rounds(course));
  }

  private static List<PhasesPanel.Mark> rounds(Course course) {
    List<PhasesPanel.Mark> marks = new ArrayList<>();
    int round = 0;
    for (MemorySample sample : course.samples()) {
      if (sample.round() > round) {
        round = sample.round();
        String title =
            String.format(
                Locale.ROOT,
                "round %d at %.1f s: %s sent, %s remain, %s",
                round,
                sample.atMs() / 1000,
                Words.bytes(sample.transferredBytes()),
                Words.bytes(sample.remainingBytes()),
                Words.rate(sample.throughputBps()));
        marks.add(new PhasesPanel.Mark(round, sample.atMs() / 1000, title));
      }
    }
    return marks;
  }

  private static List<NicPanel.Load> loads(List<NicSample> samples) {
    return samples.stream()
        .map(s ->
            new NicPanel.Load(
                s.atMs() / 1000,
                Math.max(0, s.outBps() - s.migrationOutBps()),
                s.migrationOutBps(),
                Math.max(0, s.inBps() - s.migrationInBps()),
                s.migrationInBps()))
        .toList();
  }

  private ThroughputPanel throughput(Workload workload) {
    List<ThroughputPanel.Rate> rates =
        timeline.workloads().getOrDefault(workload.vm(), List.of()).stream()
            .map(s -> new ThroughputPanel.Rate(s.atMs() / 1000, s.bps()))
            .toList();
    Optional<Interval> migrating =
        run.migrations().stream()
            .filter(m -> m.vm().equals(workload.vm()) && m.startMs().isPresent())
            .findFirst()
            .map(RunFigure::interval);
    return new ThroughputPanel(
        workload.vm(),
        workload.kind() + ", " + workload.priority(),
        rates,
        Optional.of(BitRate.ofBitsPerSecond(workload.slaLowerBps()))
            .filter(rate -> rate.bitsPerSecond() > 0),
        BitRate.ofBitsPerSecond(workload.beforeBps()),
        migrating);
  }

  private static Interval interval(Migration migration) {
    double start = migration.startMs().orElse(0.0) / 1000;
    return new Interval(start, start + migration.totalTimeMs().orElse(0.0) / 1000);
  }
}
