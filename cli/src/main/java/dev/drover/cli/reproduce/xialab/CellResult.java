package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.lab.Spreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What came of a cell.
 *
 * @param runs one for each repetition, those that failed too
 */
record CellResult(Cell cell, List<Outcome> runs) {
  CellResult {
    runs = List.copyOf(runs);
  }

  static CellResult of(CellTrial trial, Outcomes outcomes) {
    return new CellResult(trial.cell(), outcomes.of(trial));
  }

  /** {@return why repetitions failed} */
  List<String> failures() {
    return runs.stream().flatMap(run -> run.failure().stream()).toList();
  }

  /** {@return a measure in each repetition that has it} */
  List<Double> values(String measure) {
    return runs.stream().map(run -> run.measures().get(measure)).filter(Objects::nonNull).toList();
  }

  /** {@return the median of a measure; empty when no repetition has it} */
  OptionalDouble median(String measure) {
    List<Double> values = values(measure);
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Estimate.of(values).median());
  }

  /** {@return what all repetitions have together; empty when none has it} */
  OptionalDouble sum(String measure) {
    List<Double> values = values(measure);
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(values.stream().mapToDouble(Double::doubleValue).sum());
  }

  /** {@return the median of memory and disk together, in bytes} */
  OptionalDouble bytes() {
    List<Double> values = new ArrayList<>();
    for (Outcome run : runs) {
      Double memory = run.measures().get(CellMeasures.MEMORY);
      if (memory != null) {
        values.add(memory + run.measures().getOrDefault(CellMeasures.DISK, 0.0));
      }
    }
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Estimate.of(values).median());
  }

  /** {@return a measure divided by {@code unit} as a page shows it; a dash when there is none} */
  String text(String measure, double unit, int decimals) {
    List<Double> values = values(measure).stream().map(value -> value / unit).toList();
    return values.isEmpty() ? "–" : Spreads.text(Estimate.of(values), decimals);
  }
}
