package dev.drover.cli.bench;

import dev.drover.control.result.RunResult;
import dev.drover.decide.technique.TechniqueTable;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Where the measurements agree with the paper's technique table. The paper does not say by what its
 * techniques are best, so each is held against total time, downtime and workload loss.
 */
final class Agreement {
  /** Medians that differ by less than this are called equal. */
  private static final double SAME = 0.05;

  private final Plan plan;
  private final Results results;

  Agreement(Plan plan, Results results) {
    this.plan = plan;
    this.results = results;
  }

  void write(StringBuilder text) {
    text.append("## Agreement with the paper's technique table\n\n");
    text.append(
        "Each cell names the technique with the best median; the paper's choice is *best*, *as"
            + " good* (within 5 %), or how much worse it is.\n\n");
    BenchTables.head(
        text,
        List.of(
            "source / destination / VM",
            "priority",
            "paper",
            "by total time",
            "by client downtime",
            "by workload lost"));
    for (TrafficClass source : Plan.DIRECTIONS) {
      for (TrafficClass destination : Plan.DIRECTIONS) {
        for (TrafficClass vm : Plan.DIRECTIONS) {
          combination(text, source, destination, vm);
        }
      }
    }
    text.append('\n');
  }

  private void combination(
      StringBuilder text, TrafficClass source, TrafficClass destination, TrafficClass vm) {
    Map<Technique, List<RunResult>> runs = new EnumMap<>(Technique.class);
    for (Technique technique : Technique.values()) {
      runs.put(technique, results.read(plan.singles(source, destination, vm, technique)));
    }
    String name =
        plan.singles(source, destination, vm, Technique.PRE_COPY).getFirst().combination();
    Map<Technique, List<String>> priorities = new EnumMap<>(Technique.class);
    for (Priority priority : Priority.values()) {
      TechniqueTable.lookup(source, destination, vm, priority)
          .ifPresent(paper ->
              priorities.computeIfAbsent(paper, _ -> new ArrayList<>()).add(priority.toString()));
    }
    priorities.forEach((paper, of) ->
        BenchTables.row(
            text,
            List.of(
                name,
                of.size() == Priority.values().length ? "any" : String.join(", ", of),
                paper.toString(),
                verdict(runs, paper, BenchTables::time),
                verdict(runs, paper, BenchTables::clientDowntime),
                verdict(runs, paper, BenchTables::lost))));
  }

  private static String verdict(
      Map<Technique, List<RunResult>> runs, Technique paper, ToDoubleFunction<RunResult> value) {
    Technique best = paper;
    double least = Double.NaN;
    for (Map.Entry<Technique, List<RunResult>> each : runs.entrySet()) {
      double median = Spread.of(each.getValue(), value).median();
      if (Double.isNaN(least) || median < least) {
        least = median;
        best = each.getKey();
      }
    }
    double chosen = Spread.of(runs.getOrDefault(paper, List.of()), value).median();
    if (Double.isNaN(chosen) || Double.isNaN(least)) {
      return "–";
    }
    if (best == paper) {
      return "**" + best + "**: best";
    }
    double worse = least == 0 ? Double.POSITIVE_INFINITY : chosen / least - 1;
    if (worse < SAME) {
      return best + ": as good";
    }
    return Double.isInfinite(worse)
        ? best + ": the paper's loses where it does not"
        : String.format(Locale.ROOT, "%s: the paper's is %.0f %% worse", best, 100 * worse);
  }
}
