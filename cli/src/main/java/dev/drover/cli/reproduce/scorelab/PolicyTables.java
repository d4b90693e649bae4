package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Finding.Shown;
import dev.drover.cli.reproduce.lab.Spreads;
import dev.drover.cli.reproduce.scorelab.Matrix.Placed;
import java.util.ArrayList;
import java.util.List;

/** The page's tables, a line for each policy. */
final class PolicyTables {
  /** Costs are written in millions. */
  static final double MILLION = 1e6;

  /** Rates are written in kB/s. */
  static final double THOUSAND = 1e3;

  private PolicyTables() {}

  static List<Shown> all(List<PolicyResults> results) {
    return List.of(
        new Shown(
            "Communication cost by the traffic measured before, in 10⁶ bytes a second × weight",
            costs(results)),
        new Shown("The same allocations by other traffic", others(results)),
        new Shown("The core's links, both directions, without probes, in kB/s", core(results)),
        new Shown("What it took", effort(results)),
        new Shown("Connections and VMs", connections(results)));
  }

  private static DataTable costs(List<PolicyResults> all) {
    Matrix matrix = Matrix.BEFORE;
    List<List<String>> rows = new ArrayList<>();
    for (PolicyResults each : all) {
      rows.add(
          List.of(
              each.policy(),
              each.text(matrix.cost(Placed.START), MILLION, 3),
              each.text(matrix.cost(Placed.END), MILLION, 3),
              each.text(matrix.cost(Placed.PLANNED), MILLION, 3),
              each.text(matrix.cost(Placed.OPTIMUM), MILLION, 3),
              Spreads.text(each.fall(matrix), 1) + " %",
              Spreads.text(each.ratio(matrix), 2),
              Spreads.text(each.reduction(matrix), 1) + " %"));
    }
    return new DataTable(
        "",
        List.of(
            "policy",
            "before",
            "after",
            "simulated: after",
            "computed: optimum",
            "cost fell by",
            "after ÷ optimum",
            "of the possible reduction"),
        rows);
  }

  private static DataTable others(List<PolicyResults> all) {
    List<String> head = new ArrayList<>(List.of("policy"));
    for (Matrix matrix : List.of(Matrix.AFTER, Matrix.NOMINAL)) {
      head.add(matrix.title() + ": before, 10⁶");
      head.add("after, 10⁶");
      head.add("after ÷ optimum");
      head.add("of the possible reduction");
    }
    List<List<String>> rows = new ArrayList<>();
    for (PolicyResults each : all) {
      List<String> row = new ArrayList<>(List.of(each.policy()));
      for (Matrix matrix : List.of(Matrix.AFTER, Matrix.NOMINAL)) {
        row.add(each.text(matrix.cost(Placed.START), MILLION, 3));
        row.add(each.text(matrix.cost(Placed.END), MILLION, 3));
        row.add(Spreads.text(each.ratio(matrix), 2));
        row.add(Spreads.text(each.reduction(matrix), 1) + " %");
      }
      rows.add(row);
    }
    return new DataTable("", head, rows);
  }

  private static DataTable core(List<PolicyResults> all) {
    List<List<String>> rows = new ArrayList<>();
    for (PolicyResults each : all) {
      rows.add(
          List.of(
              each.policy(),
              each.text(PolicyMeasures.CORE_BEFORE, THOUSAND, 0),
              each.text(PolicyMeasures.CORE_EXPECTED_BEFORE, THOUSAND, 0),
              each.text(PolicyMeasures.CORE_AFTER, THOUSAND, 0),
              each.text(PolicyMeasures.CORE_EXPECTED_AFTER, THOUSAND, 0),
              each.text(PolicyMeasures.PROBES_BEFORE, THOUSAND, 0),
              each.text(PolicyMeasures.PROBES_AFTER, THOUSAND, 0)));
    }
    return new DataTable(
        "",
        List.of(
            "policy",
            "before",
            "expected before",
            "after",
            "expected after",
            "probes before",
            "probes after"),
        rows);
  }

  private static DataTable effort(List<PolicyResults> all) {
    List<List<String>> rows = new ArrayList<>();
    for (PolicyResults each : all) {
      rows.add(
          List.of(
              each.policy(),
              each.text(PolicyMeasures.MOVES, 1, 0),
              each.text(PolicyMeasures.PLANNED_MOVES, 1, 0),
              each.text(PolicyMeasures.FAILED_MOVES, 1, 0),
              each.text(PolicyMeasures.ROUNDS_USED, 1, 0),
              each.text(PolicyMeasures.MIGRATED, 1, 0),
              each.text(PolicyMeasures.TIME, 1, 0)));
    }
    return new DataTable(
        "",
        List.of(
            "policy",
            "moves",
            "simulated: moves",
            "migrations that failed",
            "last round with a move",
            "migrated, MiB",
            "time, s"),
        rows);
  }

  private static DataTable connections(List<PolicyResults> all) {
    List<List<String>> rows = new ArrayList<>();
    for (PolicyResults each : all) {
      rows.add(
          List.of(
              each.policy(),
              each.text(PolicyMeasures.CONNECTIONS, 1, 0),
              each.text(PolicyMeasures.ALIVE_BEFORE, 1, 0),
              each.text(PolicyMeasures.ALIVE_AFTER, 1, 0),
              each.text(PolicyMeasures.BROKEN, 1, 0),
              each.text(PolicyMeasures.SAID_ENDED, 1, 0),
              each.text(PolicyMeasures.READDRESSED, 1, 0),
              each.text(PolicyMeasures.GAP_MOVED, 1, 0),
              each.text(PolicyMeasures.GAP_STAYED, 1, 0)));
    }
    return new DataTable(
        "",
        List.of(
            "policy",
            "connections",
            "alive before",
            "alive after",
            "broken",
            "guests say ended",
            "VMs with another address",
            "longest silence of a VM that moved, ms",
            "of one that did not, ms"),
        rows);
  }
}
