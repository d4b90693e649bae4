package dev.drover.cli.reproduce.lab;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Trial;
import java.util.ArrayList;
import java.util.List;

/** Every repetition of measured trials as a table, a line each. */
public final class Repetitions {
  private Repetitions() {}

  public static DataTable table(
      String name, Outcomes outcomes, List<? extends Trial> trials, List<String> measures) {
    List<String> head = new ArrayList<>(List.of("measured", "repetition"));
    head.addAll(measures);
    List<List<String>> rows = new ArrayList<>();
    for (Trial trial : trials) {
      int repetition = 1;
      for (Outcome outcome : outcomes.of(trial)) {
        List<String> row = new ArrayList<>(List.of(trial.label(), "" + repetition++));
        measures.forEach(measure -> row.add(DataTable.number(outcome.measure(measure))));
        rows.add(row);
      }
    }
    return new DataTable(name, head, rows);
  }
}
