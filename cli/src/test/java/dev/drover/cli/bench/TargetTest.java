package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.report.SampleRuns;
import dev.drover.control.result.ResultFile;
import dev.drover.model.Priority;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Made-up runs: what counts is who is judged how. */
final class TargetTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, Priority> PRIORITIES =
      Map.of("web", Priority.HIGH, "backup", Priority.LOW);

  @TempDir private Path directory = Path.of("");

  @Test
  void fasterAndCheaperThanBoth_meetsAll() {
    Comparison of = measured(run(1, 1, 0), run(1, 1, 0), run(2, 2, 400), run(3, 3, 800));
    for (Target target : Target.values()) {
      assertThat(target.judge(of).map(Target.Judged::met)).as(target.text()).contains(true);
    }
  }

  @Test
  void baselineFasterAndCheaper_isNamed_andTheTargetsMissed() {
    Comparison of = measured(run(3, 3, 200), run(3, 3, 0), run(2, 2, 0), run(4, 1, 0));
    assertThat(judged(Target.NOBODY_BETTER_IN_BOTH, of))
        .isEqualTo(
            new Target.Judged(
                false,
                "qemu-serial than traffic-aware, qemu-serial than traffic-aware --priority high"));
    for (Target target :
        List.of(
            Target.NOBODY_BELOW_SLA,
            Target.URGENT_IS_FAST,
            Target.LOSES_LEAST,
            Target.HURRY_IS_FAST)) {
      assertThat(judged(target, of).met()).as(target.text()).isFalse();
    }
  }

  @Test
  void haste_thatIsSlowerAndLosesMore_isNamedToo() {
    Comparison of = measured(run(1, 1, 0), run(2, 5, 0), run(3, 3, 0), run(1.9, 4, 0));
    assertThat(judged(Target.NOBODY_BETTER_IN_BOTH, of))
        .isEqualTo(new Target.Judged(false, "qemu-parallel than traffic-aware --priority high"));
  }

  @Test
  void slightlySlower_isStillAsFast() {
    Comparison of = measured(run(1.04, 1, 0), run(1.04, 1, 0), run(1, 2, 0), run(3, 3, 0));
    assertThat(judged(Target.URGENT_IS_FAST, of).met()).isTrue();
    assertThat(judged(Target.HURRY_IS_FAST, of).met()).isTrue();
    assertThat(judged(Target.NOBODY_BETTER_IN_BOTH, of).figures()).isEqualTo("none");
  }

  @Test
  void baselineNotMeasured_isNotJudged() {
    Results results = new Results(directory);
    List<Case.Whole> cases = Plan.drawn(1);
    ResultFile.write(results.file(cases.getFirst()), run(1, 1, 0));
    Comparison of = new Comparison(cases.stream().map(List::of).toList(), results);
    for (Target target : Target.values()) {
      assertThat(target.judge(of)).as(target.text()).isEmpty();
    }
  }

  private static Target.Judged judged(Target target, Comparison of) {
    return target.judge(of).orElseThrow();
  }

  /** Traffic-aware, the same in a hurry, serial, parallel. */
  private Comparison measured(String... runs) {
    Results results = new Results(directory);
    List<Case.Whole> cases = Plan.drawn(1);
    for (int i = 0; i < runs.length; i++) {
      ResultFile.write(results.file(cases.get(i)), runs[i]);
    }
    return new Comparison(cases.stream().map(List::of).toList(), results);
  }

  private static String run(double time, double loss, double belowSlaMs) {
    JsonNode run = JSON.readTree(ResultFile.json(SampleRuns.file().runs().getFirst()));
    scale((ObjectNode) run.path("evacuation"), "totalTimeMs", time);
    for (JsonNode migration : run.path("migrations")) {
      scale((ObjectNode) migration, "totalTimeMs", time);
    }
    for (JsonNode each : run.path("workloads")) {
      ObjectNode workload = (ObjectNode) each;
      String vm = workload.path("vm").asString();
      workload.put("priority", PRIORITIES.getOrDefault(vm, Priority.MEDIUM).toString());
      workload.put("slaViolationMs", belowSlaMs);
      workload.put("lostBytes", Math.round(workload.path("lostBytes").asLong() * loss));
    }
    return JSON.writeValueAsString(run);
  }

  private static void scale(ObjectNode node, String field, double factor) {
    node.put(field, node.path(field).asDouble() * factor);
  }
}
