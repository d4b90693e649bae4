package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.report.SampleRuns;
import dev.drover.control.result.ResultFile;
import dev.drover.control.result.RunResult;
import dev.drover.lab.file.LabFile;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchTest {
  private static final RunResult SAMPLE = SampleRuns.file().runs().getFirst();

  @TempDir private Path directory = Path.of("");

  @Test
  void all_everyCombination_isThereOnceForEachRepetition() {
    List<String> files = plan(3).all().stream().map(Case::file).toList();
    assertThat(files).doesNotHaveDuplicates().hasSize(3 * (8 * 3 + 4 * 2 + 5 + 1) + 5 * 4);
    assertThat(files)
        .contains(
            "single-in-out-vm-out-hybrid-3", "demo-traffic-aware-high-1", "drawn5-qemu-serial-1");
  }

  @Test
  void only_someParts_areMeasuredAndTold() {
    Plan plan = new Plan(3, EnumSet.of(Part.IDLE, Part.GANG), "demo", 1);
    assertThat(plan.all()).hasSize(3 * (4 * 2 + 1));
    assertThat(new BenchTables(plan, new Results(directory), "a test").markdown())
        .contains("--repetitions 3 --only idle,gang`", "## Three idle VMs", "## Three VMs")
        .doesNotContain("## One VM", "## An evacuation");
  }

  @Test
  void round_onceAround_meetsEveryPairOfNeighboursAndReturns() {
    var pairs = new HashSet<List<TrafficClass>>();
    for (Case.Single one : Plan.round(TrafficClass.INCOMING, Technique.HYBRID, 1)) {
      pairs.add(List.of(one.source(), one.destination()));
    }
    assertThat(pairs).hasSize(4);
    assertThat(Plan.ROUND.getFirst()).isEqualTo(Plan.ROUND.getLast());
  }

  @Test
  void labs_allOfThem_areValidLabFiles() {
    assertThat(LabFile.parse(BenchLabs.idle(), "idle").vms()).hasSize(3);
    for (TrafficClass one : Plan.DIRECTIONS) {
      assertThat(LabFile.parse(BenchLabs.matrix(one), "matrix").vms()).hasSize(5);
      for (TrafficClass other : Plan.DIRECTIONS) {
        assertThat(LabFile.parse(BenchLabs.gang(one, other), "gang").vms()).hasSize(4);
      }
    }
  }

  @Test
  void spread_fewValues_isMedianAndRange() {
    assertThat(Spread.of(List.of(3000.0, 1000.0, 2000.0), v -> v).text(1000, 1))
        .isEqualTo("2.0 (1.0–3.0)");
    assertThat(Spread.of(List.of(1.0, 2.0), v -> v).median()).isEqualTo(1.5);
    assertThat(Spread.of(List.<Double>of(), v -> v).text(1, 0)).isEqualTo("–");
  }

  @Test
  void results_measuredCases_areNotMeasuredAgain() throws Exception {
    Plan plan = plan(1);
    Results results = new Results(directory);
    long before = Bench.left(plan, results).toSeconds();
    Case first = plan.all().getFirst();
    ResultFile.write(results.file(first), ResultFile.json(SAMPLE));
    assertThat(results.has(first)).isTrue();
    assertThat(Bench.left(plan, results).toSeconds()).isLessThan(before);
  }

  @Test
  void results_cancelledRun_isMeasuredAgain() throws Exception {
    Case first = plan(1).all().getFirst();
    Results results = new Results(directory);
    String cancelled =
        ResultFile.json(SAMPLE)
            .replace("\"outcome\" : \"completed\"", "\"outcome\" : \"cancelled\"");
    Files.writeString(results.file(first), cancelled);
    assertThat(results.has(first)).isFalse();
  }

  @Test
  void markdown_gangThatDidNotEnd_isToldAndNotCounted() throws Exception {
    Plan plan = plan(3);
    Results results = new Results(directory);
    List<Case.Gang> cases =
        plan.gangs(TrafficClass.OUTGOING, TrafficClass.INCOMING, "qemu-parallel");
    String failed =
        ResultFile.json(SAMPLE).replace("\"outcome\" : \"completed\"", "\"outcome\" : \"failed\"");
    Files.writeString(results.file(cases.getFirst()), failed);
    assertThat(new BenchTables(plan, results, "a test").markdown())
        .contains("| out / in | qemu-parallel (1 did not end) | – | – | – | – | – |");
  }

  @Test
  void markdown_paperBestByTime_saysSo() {
    Plan plan = plan(1);
    Results results = new Results(directory);
    for (Technique technique : Technique.values()) {
      double factor = technique == Technique.POST_COPY ? 1 : 2;
      for (Case.Single one :
          plan.singles(
              TrafficClass.OUTGOING, TrafficClass.OUTGOING, TrafficClass.INCOMING, technique)) {
        ResultFile.write(results.file(one), ResultFile.json(slower(factor)));
      }
    }
    BenchTables tables = new BenchTables(plan, results, "a test");
    List<String> row = new ArrayList<>();
    tables.markdown().lines().filter(l -> l.startsWith("| out / out / in | any")).forEach(row::add);
    assertThat(row).hasSize(1);
    assertThat(row.getFirst()).contains("| post-copy | **post-copy**: best |");
    assertThat(tables.csv().lines()).hasSize(4);
  }

  private static RunResult slower(double factor) {
    RunResult.Evacuation e = SAMPLE.evacuation();
    return new RunResult(
        SAMPLE.policy(),
        new RunResult.Evacuation(
            e.host(),
            e.outcome(),
            e.totalTimeMs() * factor,
            e.elapsedMs(),
            e.physicalLimitMs(),
            e.ratio(),
            e.migrationBytes(),
            e.memoryBytes()),
        SAMPLE.migrations(),
        SAMPLE.workloads(),
        SAMPLE.timeline());
  }

  private static Plan plan(int repetitions) {
    return new Plan(repetitions, EnumSet.allOf(Part.class), "demo", 1);
  }
}
