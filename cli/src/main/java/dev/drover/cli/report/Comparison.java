package dev.drover.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Runs side by side: one row for each measure, one cell for each run. */
public final class Comparison {
  /**
   * One measure of every run.
   *
   * @param note what the measure is, in few words; empty when its name says it
   * @param best the indices of the best runs of those that moved every VM; empty where there is no
   *     better and worse
   */
  public record Row(String measure, String note, List<String> cells, List<Integer> best) {
    public Row {
      cells = List.copyOf(cells);
      best = List.copyOf(best);
    }
  }

  private final List<RunSummary> runs;
  private final List<Row> rows = new ArrayList<>();

  private Comparison(List<RunSummary> runs) {
    this.runs = runs;
  }

  /** {@return the heading of each run: its policy, numbered when it ran more than once} */
  public static List<String> headings(List<RunSummary> runs) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    List<String> headings = new ArrayList<>();
    for (RunSummary run : runs) {
      int number = seen.merge(run.policy(), 1, Integer::sum);
      headings.add(number == 1 ? run.policy() : run.policy() + " (" + number + ")");
    }
    return headings;
  }

  /** {@return all measures of {@code runs}} */
  public static List<Row> rows(List<RunSummary> runs) {
    Comparison comparison = new Comparison(runs);
    comparison.plain("VMs moved", "", run -> run.moved() + " of " + run.planned());
    comparison.least(
        "Total time", "", run -> Words.seconds(run.totalTimeMs()), RunSummary::totalTimeMs);
    comparison.plain(
        "Physical limit", "memory ÷ free bandwidth", run -> Words.seconds(run.limitMs()));
    comparison.plain("Time ÷ limit", "", run -> Words.times(run.ratio()));
    comparison.least(
        "Migration traffic",
        "÷ memory that had to cross",
        Comparison::traffic,
        run -> (double) run.migrationBytes());
    comparison.least(
        "Downtime, QEMU, longest",
        "",
        run -> Words.millis(run.downtimeMaxMs()),
        run -> number(run.downtimeMaxMs()));
    comparison.least(
        "Downtime, QEMU, mean",
        "",
        run -> Words.millis(run.downtimeMeanMs()),
        run -> number(run.downtimeMeanMs()));
    comparison.least(
        "Downtime, client, longest",
        "",
        run -> Words.millis(run.clientDowntimeMaxMs()),
        run -> number(run.clientDowntimeMaxMs()));
    comparison.least(
        "Downtime, client, mean",
        "",
        run -> Words.millis(run.clientDowntimeMeanMs()),
        run -> number(run.clientDowntimeMeanMs()));
    comparison.least(
        "Workload lost",
        "all tenants together",
        run -> run.lostBytes().map(Words::bytes).orElse(Words.ABSENT),
        run -> run.lostBytes().map(Long::doubleValue).orElse(Double.NaN));
    comparison.least(
        "Below SLA",
        "all tenants together",
        run -> Words.seconds(run.slaViolationMs()),
        run -> number(run.slaViolationMs()));
    return List.copyOf(comparison.rows);
  }

  private static String traffic(RunSummary run) {
    String bytes = Words.bytes(run.migrationBytes());
    return run.memoryBytes() == 0
        ? bytes
        : bytes
            + ", "
            + Words.times(OptionalDouble.of((double) run.migrationBytes() / run.memoryBytes()));
  }

  private static double number(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }

  private void plain(String measure, String note, Function<RunSummary, String> cell) {
    rows.add(new Row(measure, note, runs.stream().map(cell).toList(), List.of()));
  }

  private void least(
      String measure,
      String note,
      Function<RunSummary, String> cell,
      ToDoubleFunction<RunSummary> value) {
    List<String> cells = runs.stream().map(cell).toList();
    ToDoubleFunction<RunSummary> eligible =
        run -> run.moved() == run.planned() ? value.applyAsDouble(run) : Double.NaN;
    double least =
        runs.stream().mapToDouble(eligible).filter(v -> !Double.isNaN(v)).min().orElse(Double.NaN);
    List<Integer> best = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      if (eligible.applyAsDouble(runs.get(i)) == least) {
        best.add(i);
      }
    }
    boolean differ = runs.size() > 1 && best.size() < runs.size();
    rows.add(new Row(measure, note, cells, differ ? best : List.of()));
  }
}
