package dev.drover.cli.evacuate;

import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlannedMigration;
import dev.drover.model.unit.Durations;
import java.util.ArrayList;
import java.util.List;

/** Shows a plan: a table, then one line why for each VM. */
final class PlanTable {
  private PlanTable() {}

  static List<String> render(EvacuationPlan plan, Screen screen) {
    if (plan.migrations().isEmpty()) {
      return List.of("Nothing to do: no VM runs on " + plan.host() + ".");
    }
    Table table =
        new Table()
            .right("group")
            .left("VM")
            .left("to")
            .left("priority")
            .left("traffic")
            .left("technique")
            .left("strategy")
            .right("rate")
            .right("time")
            .right("downtime");
    Table why = new Table().left("VM").left("why");
    for (PlannedMigration planned : plan.migrations()) {
      table.row(
          Integer.toString(planned.group()),
          planned.vm(),
          planned.destination(),
          planned.priority().toString(),
          planned.traffic().toString(),
          planned.technique().toString(),
          planned.strategy().toString(),
          planned.rate().toString(),
          Durations.format(planned.predicted().totalTime()),
          Durations.format(planned.predicted().downtime()));
      why.row(planned.vm(), planned.why());
    }
    List<String> lines = new ArrayList<>(table.render(screen));
    lines.add("");
    lines.addAll(why.render(screen));
    return lines;
  }
}
