package dev.drover.cli.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.drover.cli.forecast.Forecasts.Forecast;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.result.ResultFile;
import dev.drover.control.result.RunResult;
import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.decide.evacuation.PlanRequest;
import dev.drover.lab.file.LabFile;
import dev.drover.model.Technique;
import dev.drover.simulate.evacuation.Scene;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ModelTextTest {
  private static final Screen WIDE = new Screen(false, Screen.UNBOUNDED, false, true);

  @Test
  void table_idleVm_isNearTheSimulation() {
    RunResult run = migrate("{kind: idle, client: c1}", Technique.PRE_COPY);

    RunResult.Migration vm = run.migrations().getFirst();
    RunResult.Liu liu = vm.liu().orElseThrow();
    assertThat(liu.totalTimeMs().orElseThrow())
        .isCloseTo(vm.totalTimeMs().orElseThrow(), withinPercentage(15));
    assertThat((double) liu.bytes().orElseThrow())
        .isCloseTo(vm.bytes().orElseThrow(), withinPercentage(10));
    assertThat(ModelText.table(run, WIDE))
        .anyMatch(line -> line.startsWith("Liu model") && line.endsWith("λ  converges"))
        .anyMatch(line -> line.startsWith("vm ") && line.endsWith("yes"));
    assertThat(ModelText.notes(List.of(run), WIDE))
        .hasSize(2)
        .anyMatch(line -> line.contains("quoted from memory"));
  }

  /** 40 MiB/s over 200 Mbit/s: QEMU sets no end to it, so the model has no figures. */
  @Test
  void table_vmThatDirtiesFasterThanItIsSent_hasNoFiguresAndANoteSaysWhy() {
    RunResult run =
        migrate(
            "{kind: writer, client: c1, dirtyRate: 40MiB/s, workingSet: 128MiB}",
            Technique.PRE_COPY);

    assertThat(ModelText.table(run, WIDE))
        .anyMatch(line -> line.matches("vm +– +– +– +– +– .*  1\\.\\d+  no"));
    assertThat(ModelText.notes(List.of(run), WIDE))
        .anyMatch(
            line -> line.startsWith("Liu model: vm by qemu-serial does not converge: memory"));
    JsonNode liu = json(run).at("/migrations/0/liu");
    assertThat(liu.has("totalTimeMs")).isFalse();
    assertThat(liu.at("/converges").asBoolean()).isFalse();
    assertThat(liu.at("/lambda").asDouble()).isGreaterThan(1);
    assertThat(liu.at("/reason").asString()).contains("no slower than it is sent");
  }

  @Test
  void table_postCopy_isLeftOut_alsoInJson() {
    RunResult run = migrate("{kind: idle, client: c1}", Technique.POST_COPY);

    assertThat(ModelText.table(run, WIDE)).isEmpty();
    assertThat(ModelText.notes(List.of(run), WIDE)).isEmpty();
    assertThat(json(run).at("/migrations/0").has("liu")).isFalse();
  }

  private static RunResult migrate(String workload, Technique technique) {
    String lab =
        """
        name: two
        switches: [s1]
        hosts: [{name: h1, memory: 2GiB}, {name: h2, memory: 2GiB}]
        clients: [{name: c1}]
        links:
          - {ends: [h1, s1], rate: 200Mbit/s}
          - {ends: [h2, s1], rate: 200Mbit/s}
          - {ends: [c1, s1], rate: 1Gbit/s}
        vms:
          - {name: vm, host: h1, memory: 256MiB, workload: %s}
        """
            .formatted(workload);
    Scene scene = LabScene.of(LabFile.parse(lab, "two.yaml"));
    Forecast forecast =
        Forecasts.plan(
            scene,
            EvacuationPolicies.named("qemu-serial"),
            seen -> PlanRequest.migrate(seen, "vm", "h2", Optional.of(technique)),
            1);
    if (forecast instanceof Forecast.Done(var run, var predicted)) {
      return SimulatedResults.of("qemu-serial", scene, run, predicted);
    }
    throw new AssertionError(forecast.toString());
  }

  private static JsonNode json(RunResult run) {
    return new JsonMapper().readTree(ResultFile.json(run));
  }
}
