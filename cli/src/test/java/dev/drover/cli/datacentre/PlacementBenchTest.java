package dev.drover.cli.datacentre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.AllocationCheck;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.CsvTraffic;
import dev.drover.simulate.placement.PlacementProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class PlacementBenchTest {
  private static final PlacementTraffic DRAWN = new PlacementTraffic.Drawn(1, 0.5);

  private static PlacementCase small(String algorithm) {
    return new PlacementCase(
        "density-1-" + algorithm,
        List.of(4, 4, 2),
        6,
        150,
        DRAWN,
        algorithm,
        CandidateRule.FIRST_THAT_LOWERS,
        20,
        512);
  }

  @Test
  void all_cases_haveNamesOfTheirOwnAndFit() {
    List<PlacementCase> all = PlacementCases.all();
    assertThat(all.stream().map(PlacementCase::name)).doesNotHaveDuplicates();
    assertThat(all).allMatch(one -> one.vms() <= one.servers() * one.slots());
    assertThat(all)
        .anyMatch(one -> one.servers() == 500_000 && one.vms() == 8_000_000)
        .anyMatch(one -> one.servers() == 2_560 && one.vms() == 40_960);
  }

  @Test
  void run_tokenPolicy_saysWhatItDid() {
    CaseResult result = new CaseRun(small("load-aware")).run();
    assertThat(result.servers()).isEqualTo(32);
    assertThat(result.vms()).isEqualTo(150);
    assertThat(result.rounds()).isEqualTo(result.costAfterEach().size()).isBetween(2, 20);
    assertThat(result.costAfterEach().getLast())
        .isCloseTo(result.costAfter(), within(1e-6 * result.costBefore()));
    assertThat(result.reduction()).isBetween(0.3, 1.0);
    assertThat(result.levels().stream().mapToDouble(d -> d).sum()).isCloseTo(1, within(1e-9));
    assertThat(result.peakBytes()).isPositive();
    assertThat(result.roundSeconds()).isPositive();
  }

  @Test
  void run_matrixOfTheUser_isAsThoughItHadBeenDrawn(@TempDir Path directory) throws IOException {
    PlacementCase drawn = small("load-aware");
    Path file = directory.resolve("own.csv");
    CsvTraffic.write(drawn.traffic().of(drawn.vms(), 1), file);
    PlacementCase read =
        PlacementCases.of(
                new PlacementTraffic.Matrix(file), drawn.fanOut(), drawn.slots(), drawn.vms())
            .stream()
            .filter(one -> one.algorithm().equals("load-aware"))
            .findFirst()
            .orElseThrow();
    CaseResult result = new CaseRun(read).run();
    CaseResult expected = new CaseRun(drawn).run();
    assertThat(result.costBefore()).isCloseTo(expected.costBefore(), withinPercentage(0.01));
    assertThat(result.costAfter()).isCloseTo(expected.costAfter(), withinPercentage(0.01));
    assertThat(result.density()).isEmpty();
  }

  /** Four VMs in a chain: the partition, made for many, is far from the optimum. */
  @Test
  void withReferences_fewVmsOfTheUser_measuresAgainstTheOptimum(@TempDir Path directory)
      throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("chain.csv"), "vm,peer,bytesPerSecond\n0,1,9\n1,2,10\n2,3,9\n");
    List<PlacementCase> cases =
        PlacementCases.of(new PlacementTraffic.Matrix(file), List.of(2, 2), 2, 4).stream()
            .filter(one -> !one.algorithm().equals("metis"))
            .toList();
    List<CaseResult> results =
        PlacementBenchCommand.withReferences(
            cases, cases.stream().map(one -> new CaseRun(one).run()).toList());

    double optimum = 10 * 2 * LevelWeights.PAPER.sum(1);
    assertThat(results).extracting(CaseResult::policy).contains("exhaustive", "partition");
    assertThat(results)
        .allSatisfy(one -> {
          assertThat(one.referenceCost().orElseThrow()).isCloseTo(optimum, within(1e-9));
          assertThat(one.ofReference().orElseThrow()).isLessThanOrEqualTo(1 + 1e-9);
        });
    assertThat(PlacementCases.of(new PlacementTraffic.Matrix(file), List.of(2, 2), 8, 15))
        .extracting(PlacementCase::algorithm)
        .doesNotContain("exhaustive");
  }

  @Test
  void json_read_isTheSame() {
    CaseResult result = new CaseRun(small("partition")).run().withReference(Optional.of(7.0));
    JsonMapper json = JsonMapper.shared();
    String text = json.writeValueAsString(result);
    assertThat(json.readValue(text, CaseResult.class)).isEqualTo(result);
    assertThat(text)
        .contains("\"servers\"", "\"vms\"", "\"policy\"", "\"rounds\"", "\"seconds\"")
        .contains("\"peakBytes\"", "\"costBefore\"", "\"costAfter\"", "\"referenceCost\":7.0");
  }

  @Test
  void markdown_someCases_hasTheirTablesOnly() {
    CaseResult one = new CaseRun(small("load-aware")).run();
    PlacementPage page =
        new PlacementPage(
            "a machine", 0.5, List.of(one.withReference(Optional.of(one.costAfter()))));
    assertThat(page.markdown("x.svg"))
        .contains("## Policies and densities", "| load-aware |", "100.0 %")
        .doesNotContain("## How full servers are", "x.svg");
  }

  @Test
  void place_metis_isValidAndBetterThanRandom() {
    assumeThat(MetisPlacement.isInstalled()).as("gpmetis is installed").isTrue();
    PlacementCase one = small("metis");
    Capacity capacity = Capacity.slots(one.servers(), one.slots());
    PlacementProblem problem =
        new PlacementProblem(
            one.layers(),
            LevelWeights.PAPER,
            DRAWN.of(one.vms(), 1),
            Allocation.random(capacity, one.vms(), new SplittableRandom(1)),
            1);
    Allocation placed = new MetisPlacement().place(problem);
    assertThat(AllocationCheck.faults(capacity, one.vms(), placed.serverOf())).isEmpty();
    assertThat(problem.cost(placed)).isLessThan(0.5 * problem.cost(problem.start()));
  }
}
