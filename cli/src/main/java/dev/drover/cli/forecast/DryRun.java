package dev.drover.cli.forecast;

import dev.drover.cli.terminal.Screen;
import dev.drover.control.inventory.Inventory;
import dev.drover.control.plan.Planning;
import dev.drover.control.result.RunResult;
import dev.drover.lab.Lab;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.simulate.evacuation.ObservedScene;
import dev.drover.simulate.evacuation.Scene;
import dev.drover.simulate.evacuation.WorldFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan of real VMs carried out in a simulated copy of what was observed. */
public final class DryRun {
  private static final long SEED = 1;

  private DryRun() {}

  /** {@return what would come of {@code plan}, as lines} */
  public static List<String> lines(
      Inventory inventory, Planning planning, EvacuationPlan plan, Screen screen) {
    Cluster seen = planning.observation().cluster();
    Scene scene = scene(inventory, seen);
    RunResult run =
        SimulatedResults.of(
            plan.policy(),
            scene,
            Forecasts.carryOut(scene, planning.policy(), plan, SEED),
            Forecasts.predict(seen, planning.policy(), plan));
    List<String> lines = new ArrayList<>(List.of("Simulated, not measured:"));
    lines.addAll(ForecastText.migrations(run, screen));
    lines.addAll(ModelText.table(run, screen));
    lines.addAll(ModelText.notes(List.of(run), screen));
    lines.add("");
    lines.addAll(ForecastText.measures(List.of(run), screen));
    return lines;
  }

  /** Of a lab the network and the workloads are known; else they are supposed. */
  private static Scene scene(Inventory inventory, Cluster seen) {
    ObservedScene observed = new ObservedScene(WorldFigures.measured());
    Optional<Scene> lab =
        Lab.list().stream()
            .filter(each -> each.inventory().equals(inventory.file()))
            .findFirst()
            .map(each -> LabScene.of(each.observations().file()));
    return lab.map(known -> observed.onto(known, seen)).orElseGet(() -> observed.of(seen));
  }
}
