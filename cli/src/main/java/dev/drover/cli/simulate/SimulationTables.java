package dev.drover.cli.simulate;

import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.simulate.migration.MigrationResult;
import dev.drover.simulate.scenario.MigrationPlan;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.TrafficSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What runs came to, for a person to read. */
final class SimulationTables {
  private static final String NOTHING = "–";

  private final RunSpec spec;
  private final List<RunResult> results;
  private final Map<List<String>, Estimate> estimates = new HashMap<>();

  SimulationTables(RunSpec spec, List<RunResult> results) {
    this.spec = spec;
    this.results = results;
    for (Measure measure : Measure.of(results)) {
      estimates.put(List.of(measure.of(), measure.name()), measure.estimate());
    }
  }

  List<String> lines(Screen screen) {
    List<String> lines = new ArrayList<>();
    if (!spec.migrations().isEmpty()) {
      lines.addAll(migrations().render(screen));
    }
    ModelTable model = new ModelTable(spec);
    if (!model.isEmpty()) {
      lines.add("");
      lines.addAll(model.table().render(screen));
    }
    if (!spec.traffic().isEmpty()) {
      lines.add("");
      lines.addAll(traffic().render(screen));
    }
    lines.add("");
    List<String> notes = notes();
    notes.addAll(model.notes());
    notes.add("Simulated, not measured.");
    for (String note : notes) {
      lines.addAll(Table.wrap(screen.plain(note), screen.width()));
    }
    return lines;
  }

  private Table migrations() {
    Table table =
        new Table()
            .left("VM")
            .left("TECHNIQUE")
            .left("WAY")
            .right("TIME s")
            .right("DOWNTIME ms")
            .right("ROUNDS")
            .right("÷ MEMORY")
            .left("ENDED BY");
    for (MigrationPlan plan : spec.migrations()) {
      String vm = plan.vm();
      double memory =
          spec.vms().stream()
              .filter(each -> each.name().equals(vm))
              .findFirst()
              .orElseThrow()
              .memory()
              .count();
      table.row(
          vm,
          plan.technique().toString(),
          way(plan),
          value(vm, "totalTimeMs", 1e3, 2),
          value(vm, "downtimeMs", 1, 1),
          value(vm, "rounds", 1, 0),
          value(vm, "wireBytes", memory, 2),
          ending(vm));
    }
    return table;
  }

  private String way(MigrationPlan plan) {
    String host =
        spec.vms().stream()
            .filter(each -> each.name().equals(plan.vm()))
            .findFirst()
            .orElseThrow()
            .host();
    return host + " → " + plan.destination();
  }

  /** Why rounds ended, in any of the runs; or that some run was over first. */
  private String ending(String vm) {
    TreeSet<String> endings = new TreeSet<>();
    int unfinished = 0;
    for (RunResult result : results) {
      for (RunResult.Move move : result.migrations()) {
        if (!move.plan().vm().equals(vm)) {
          continue;
        }
        switch (move) {
          case RunResult.Move.Ended(_, MigrationResult ended) ->
              ended.stop().ifPresent(stop -> endings.add(stop.condition()));
          case RunResult.Move.Unfinished _ -> unfinished++;
        }
      }
    }
    if (unfinished > 0) {
      endings.add(results.size() == 1 ? "unfinished" : unfinished + " unfinished");
    }
    return endings.isEmpty() ? NOTHING : String.join(", ", endings);
  }

  private Table traffic() {
    Table table =
        new Table()
            .left("TRAFFIC")
            .right("GOODPUT Mbit/s")
            .right("LOSS %")
            .right("FLOWS")
            .right("MEDIAN ms")
            .right("99 % ms");
    for (TrafficSpec traffic : spec.traffic()) {
      String name = traffic.name();
      table.row(
          name,
          value(name, "goodputBps", 1e6, 1),
          value(name, "lossPercent", 1, 1),
          value(name, "flowsEnded", 1, 0),
          value(name, "medianCompletionMs", 1, 2),
          value(name, "p99CompletionMs", 1, 2));
    }
    return table;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    int complete = (int) results.stream().filter(RunResult::complete).count();
    String all = value("run", "totalTimeMs", 1e3, 2);
    if (!spec.migrations().isEmpty() && !all.equals(NOTHING)) {
      notes.add("All migrations: " + all + " s from the first start to the last end.");
    }
    if (complete < results.size()) {
      notes.add(
          results.size()
              - complete
              + " of "
              + results.size()
              + " runs were over before their migrations.");
    }
    String dropped = value("run", "packetsDropped", 1, 0);
    if (!dropped.equals(NOTHING)) {
      notes.add(
          "Packets dropped: " + dropped + "; TCP timeouts: " + value("run", "timeouts", 1, 0));
    }
    if (results.size() > 1) {
      notes.add(
          "Figures are the median of "
              + results.size()
              + " seeds, then the 95 % confidence interval of the mean.");
    }
    return notes;
  }

  private String value(String of, String name, double unit, int decimals) {
    Estimate estimate = estimates.get(List.of(of, name));
    if (estimate == null) {
      return NOTHING;
    }
    String median = number(estimate.median() / unit, decimals);
    if (estimate.halfWidth().isEmpty() || estimate.least() == estimate.most()) {
      return median;
    }
    return median
        + " ("
        + number(estimate.low() / unit, decimals)
        + "–"
        + number(estimate.high() / unit, decimals)
        + ")";
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
