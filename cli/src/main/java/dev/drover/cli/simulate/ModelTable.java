package dev.drover.cli.simulate;

import dev.drover.cli.terminal.Table;
import dev.drover.decide.prediction.LiuPrediction;
import dev.drover.decide.prediction.LiuPrediction.Convergence;
import dev.drover.simulate.prediction.LiuPredictor;
import dev.drover.simulate.prediction.PredictedMigration;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the Liu model expects of a run's migrations, for a person to hold against the run's. */
final class ModelTable {
  private final RunSpec spec;
  private final List<PredictedMigration> predicted;

  ModelTable(RunSpec spec) {
    this.spec = spec;
    this.predicted = LiuPredictor.predict(spec);
  }

  boolean isEmpty() {
    return predicted.isEmpty();
  }

  Table table() {
    Table table =
        new Table()
            .left("LIU MODEL")
            .right("TIME s")
            .right("DOWNTIME ms")
            .right("ROUNDS")
            .right("÷ MEMORY")
            .right("ENERGY J")
            .right("λ")
            .left("CONVERGES");
    for (PredictedMigration each : predicted) {
      LiuPrediction model = each.model();
      table.row(
          each.plan().vm(),
          number(each.totalTime().toNanos() / 1e9, 2),
          number(model.downtime().toNanos() / 1e6, 1),
          number(model.liveRounds(), 0),
          number((double) each.wire().count() / memory(each.plan().vm()), 2),
          number(model.joules(), 0),
          number(model.lambda(), 3),
          switch (model.convergence()) {
            case Convergence.Converges _ -> "yes";
            case Convergence.DoesNotConverge _ -> "no";
          });
    }
    return table;
  }

  /** {@return why migrations do not converge, and what to make of the table} */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (PredictedMigration each : predicted) {
      switch (each.model().convergence()) {
        case Convergence.Converges _ -> {}
        case Convergence.DoesNotConverge(String reason) ->
            notes.add("Liu model: " + each.plan().vm() + " does not converge: " + reason + ".");
      }
    }
    if (!predicted.isEmpty()) {
      notes.add(
          "The Liu model has each migration alone on its way and every write on a page of its own;"
              + " its joules are by constants quoted from memory, of its authors' hosts.");
    }
    return notes;
  }

  private long memory(String vm) {
    return spec.vms().stream()
        .filter(each -> each.name().equals(vm))
        .findFirst()
        .map(VmSpec::memory)
        .orElseThrow()
        .count();
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
