package dev.drover.cli.forecast;

import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.control.result.RunResult;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the Liu model expects of simulated pre-copies, as lines to hold against the simulation's.
 */
final class ModelText {
  private ModelText() {}

  /** {@return a table after an empty line; nothing when {@code run} has no pre-copy} */
  static List<String> table(RunResult run, Screen screen) {
    if (!asked(run)) {
      return List.of();
    }
    Table table =
        new Table()
            .left("Liu model")
            .right("time")
            .right("downtime")
            .right("traffic")
            .right("rounds")
            .right("energy")
            .right("rate")
            .right("λ")
            .left("converges");
    for (RunResult.Migration each : run.migrations()) {
      each.liu().ifPresent(liu -> row(table, each.vm(), liu));
    }
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(table.render(screen));
    return lines;
  }

  private static void row(Table table, String vm, RunResult.Liu liu) {
    table.row(
        vm,
        ForecastText.time(liu.totalTimeMs()),
        ForecastText.time(liu.downtimeMs()),
        liu.bytes().map(bytes -> Bytes.of(bytes).toString()).orElse(ForecastText.NOTHING),
        liu.rounds().map(rounds -> Integer.toString(rounds)).orElse(ForecastText.NOTHING),
        liu.joules()
            .map(joules -> String.format(Locale.ROOT, "%.0f J", joules))
            .orElse(ForecastText.NOTHING),
        BitRate.ofBitsPerSecond(liu.rateBps()).toString(),
        String.format(Locale.ROOT, "%.3f", liu.lambda()),
        liu.converges() ? "yes" : "no");
  }

  /**
   * {@return why pre-copies do not converge by the model, and what to make of its figures, after an
   * empty line; nothing when no run has a pre-copy}
   */
  static List<String> notes(List<RunResult> runs, Screen screen) {
    if (runs.stream().noneMatch(ModelText::asked)) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    for (RunResult run : runs) {
      for (RunResult.Migration each : run.migrations()) {
        String who = "Liu model: " + each.vm() + " by " + run.policy();
        each.liu()
            .flatMap(RunResult.Liu::reason)
            .ifPresent(reason -> notes.add(who + " does not converge: " + reason + "."));
      }
    }
    notes.add(
        "The Liu model has the rate that the plan expects and the dirty rate observed from the"
            + " first byte to the last, and no working set; its joules are by constants quoted from"
            + " memory, of its authors' hosts.");
    List<String> lines = new ArrayList<>(List.of(""));
    notes.forEach(note -> lines.addAll(Table.wrap(screen.plain(note), screen.width())));
    return lines;
  }

  private static boolean asked(RunResult run) {
    return run.migrations().stream().anyMatch(each -> each.liu().isPresent());
  }
}
