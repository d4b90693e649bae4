package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Finding.Shown;
import dev.drover.cli.reproduce.lab.Spreads;
import dev.drover.cli.reproduce.scorelab.Matrix.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The page's tables, a line for each policy. */
final class PolicyTables {
  /** Costs are written in millions. */
  static final double MILLION = 1e6;

  /** Rates are written in kB/s. */
  static final double THOUSAND = 1e3;

  private static final List<Column> COSTS =
      List.of(
          cost("before", Matrix.BEFORE, Placed.START),
          cost("after single moves", Matrix.BEFORE, Placed.ALONE),
          cost("after", Matrix.BEFORE, Placed.END),
          cost("simulated: after", Matrix.BEFORE, Placed.PLANNED),
          cost("computed: optimum", Matrix.BEFORE, Placed.OPTIMUM),
          new Column(
              "cost fell by", results -> Spreads.text(results.fall(Matrix.BEFORE), 1) + " %"),
          new Column(
              "after single moves ÷ optimum",
              results -> Spreads.text(results.ratio(Matrix.BEFORE, Placed.ALONE), 2)),
          ratio(Matrix.BEFORE),
          reduction(Matrix.BEFORE));

  private static final List<Column> OTHERS =
      List.of(
          cost("measured after: before", Matrix.AFTER, Placed.START),
          cost("after", Matrix.AFTER, Placed.END),
          ratio(Matrix.AFTER),
          reduction(Matrix.AFTER),
          cost("nominal: before", Matrix.NOMINAL, Placed.START),
          cost("after", Matrix.NOMINAL, Placed.END),
          ratio(Matrix.NOMINAL),
          reduction(Matrix.NOMINAL));

  private static final List<Column> CORE =
      List.of(
          rate("before", PolicyMeasures.CORE_BEFORE),
          rate("expected before", PolicyMeasures.CORE_EXPECTED_BEFORE),
          rate("after", PolicyMeasures.CORE_AFTER),
          rate("expected after", PolicyMeasures.CORE_EXPECTED_AFTER),
          rate("probes before", PolicyMeasures.PROBES_BEFORE),
          rate("probes after", PolicyMeasures.PROBES_AFTER));

  private static final List<Column> EFFORT =
      List.of(
          number("moves", PolicyMeasures.MOVES),
          number("of these before any group", PolicyMeasures.MOVES_ALONE),
          number("simulated: moves", PolicyMeasures.PLANNED_MOVES),
          number("migrations that failed", PolicyMeasures.FAILED_MOVES),
          number("last round with a move", PolicyMeasures.ROUNDS_USED),
          number("migrated, MiB", PolicyMeasures.MIGRATED),
          number("time, s", PolicyMeasures.TIME));

  private static final List<Column> CONNECTIONS =
      List.of(
          number("connections", PolicyMeasures.CONNECTIONS),
          number("alive before", PolicyMeasures.ALIVE_BEFORE),
          number("alive after", PolicyMeasures.ALIVE_AFTER),
          number("broken", PolicyMeasures.BROKEN),
          number("guests say ended", PolicyMeasures.SAID_ENDED),
          number("VMs with another address", PolicyMeasures.READDRESSED),
          number("longest silence of a VM that moved, ms", PolicyMeasures.GAP_MOVED),
          number("of one that did not, ms", PolicyMeasures.GAP_STAYED));

  private PolicyTables() {}

  /** What stands under a heading for a policy. */
  private record Column(String head, Function<PolicyResults, String> cell) {}

  private static Column number(String head, String measure) {
    return new Column(head, results -> results.text(measure, 1, 0));
  }

  private static Column rate(String head, String measure) {
    return new Column(head, results -> results.text(measure, THOUSAND, 0));
  }

  private static Column cost(String head, Matrix matrix, Placed placed) {
    return new Column(head, results -> results.text(matrix.cost(placed), MILLION, 3));
  }

  private static Column ratio(Matrix matrix) {
    return new Column("after ÷ optimum", results -> Spreads.text(results.ratio(matrix), 2));
  }

  private static Column reduction(Matrix matrix) {
    return new Column(
        "of the possible reduction", results -> Spreads.text(results.reduction(matrix), 1) + " %");
  }

  static List<Shown> all(List<PolicyResults> results) {
    String unit = ", in 10⁶ bytes a second × weight";
    return List.of(
        shown("Communication cost by the traffic measured before" + unit, COSTS, results),
        shown("The same allocations by other traffic" + unit, OTHERS, results),
        shown("The core's links, both directions, without probes, in kB/s", CORE, results),
        shown("What it took", EFFORT, results),
        shown("Connections and VMs", CONNECTIONS, results));
  }

  private static Shown shown(String title, List<Column> columns, List<PolicyResults> all) {
    List<String> head = new ArrayList<>(List.of("policy"));
    columns.forEach(column -> head.add(column.head()));
    List<List<String>> rows = new ArrayList<>();
    for (PolicyResults results : all) {
      List<String> row = new ArrayList<>(List.of(results.policy()));
      columns.forEach(column -> row.add(column.cell().apply(results)));
      rows.add(row);
    }
    return new Shown(title, new DataTable("", head, rows));
  }
}
