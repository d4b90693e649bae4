package dev.drover.cli.forecast;

import dev.drover.cli.report.Comparison;
import dev.drover.cli.report.RunSummary;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.control.result.RunResult;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Simulated runs as lines for the terminal: each VM's migration, then the measures side by side.
 */
public final class ForecastText {
  static final String NOTHING = "–";

  private ForecastText() {}

  /** {@return a table of the migrations of one run} */
  public static List<String> migrations(RunResult run, Screen screen) {
    Table table =
        new Table()
            .left("VM")
            .left("to")
            .left("technique")
            .right("starts")
            .right("time")
            .right("downtime")
            .right("client")
            .right("traffic")
            .right("tenants lose");
    for (RunResult.Migration each : run.migrations()) {
      table.row(
          each.vm(),
          each.destination(),
          each.technique(),
          time(each.startMs()),
          each.outcome().equals("completed") ? time(each.totalTimeMs()) : each.outcome(),
          time(each.downtimeMs()),
          time(each.clientDowntimeMs()),
          each.bytes().map(bytes -> Bytes.of(bytes).toString()).orElse(NOTHING),
          each.workloadLossPercent()
              .map(percent -> String.format(Locale.ROOT, "%.1f %%", percent))
              .orElse(NOTHING));
    }
    return table.render(screen);
  }

  /** {@return all measures of {@code runs}, a column for each} */
  public static List<String> measures(List<RunResult> runs, Screen screen) {
    List<RunSummary> summaries = runs.stream().map(RunSummary::of).toList();
    Table table = new Table().left("");
    Comparison.headings(summaries).forEach(table::right);
    for (Comparison.Row row : Comparison.rows(summaries)) {
      List<String> cells = new ArrayList<>(List.of(row.measure()));
      cells.addAll(row.cells());
      table.row(cells);
    }
    return table.render(screen);
  }

  static String time(Optional<Double> ms) {
    return ms.map(each -> Durations.format(Duration.ofNanos(Math.round(each * 1e6))))
        .orElse(NOTHING);
  }
}
