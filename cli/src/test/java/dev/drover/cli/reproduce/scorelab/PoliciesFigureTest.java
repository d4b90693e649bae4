package dev.drover.cli.reproduce.scorelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.scorelab.Matrix.Placed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the policies are judged and shown, on outcomes that nobody measured. */
final class PoliciesFigureTest {
  private static final Effort QUICK = new Effort(1, 2, true);
  private static final PoliciesFigure FIGURE = new PoliciesFigure();

  /** One that fell from 100 to {@code cost} where 10 could be had, and from 80 to 8 at the core. */
  private static Outcome outcome(double cost, double core, double broken) {
    TreeMap<String, Double> measures = new TreeMap<>();
    PolicyMeasures.all(List.of("r1", "r2", "r3")).forEach(name -> measures.put(name, 0.0));
    for (Matrix matrix : Matrix.values()) {
      measures.put(matrix.cost(Placed.START), 100.0);
      measures.put(matrix.cost(Placed.ALONE), 13.0);
      measures.put(matrix.cost(Placed.END), cost);
      measures.put(matrix.cost(Placed.PLANNED), 11.0);
      measures.put(matrix.cost(Placed.OPTIMUM), 10.0);
    }
    measures.put(PolicyMeasures.CORE_BEFORE, 80.0);
    measures.put(PolicyMeasures.CORE_AFTER, core);
    measures.put(PolicyMeasures.CORE_EXPECTED_BEFORE, 80.0);
    measures.put(PolicyMeasures.CORE_EXPECTED_AFTER, 8.0);
    measures.put(PolicyMeasures.BROKEN, broken);
    return new Outcome(measures, List.of());
  }

  private static Finding finding(Outcome... repetitions) {
    Map<Trial, List<Outcome>> all = new LinkedHashMap<>();
    FIGURE.trials(QUICK).forEach(trial -> all.put(trial, List.of(repetitions)));
    return FIGURE.evaluate(QUICK, new Outcomes(all));
  }

  @Test
  void trials_areTheFourPolicies_andOneForALook() {
    assertThat(FIGURE.trials(new Effort(1, false)).stream().map(Trial::label))
        .containsExactlyInAnyOrder("distributed", "load-aware", "global", "round-robin");
    assertThat(FIGURE.trials(QUICK)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10.9, AGREES, AGREES",
    "10, 12, UNDECIDED, AGREES",
    "12, 15, DIFFERS, AGREES",
    "12, 25, DIFFERS, UNDECIDED",
    "25, 30, DIFFERS, DIFFERS",
  })
  void costs_areJudgedByTheOptimumAndByTheReduction(
      double one, double other, Verdict strict, Verdict reached) {
    Finding finding = finding(outcome(one, 8, 0), outcome(other, 8, 0));
    assertThat(finding.claims().stream().map(Claim::verdict))
        .containsExactly(Verdict.DIFFERS, strict, reached, Verdict.AGREES, Verdict.AGREES);
  }

  @Test
  void cost_aboveTheBound_saysWhatWasLeft() {
    Finding finding = finding(outcome(15, 8, 0));
    assertThat(finding.claims().getFirst().reproduced()).isEqualTo("1.30");
    assertThat(finding.claims().get(1).reproduced()).isEqualTo("1.50");
    assertThat(finding.claims().get(1).reason()).contains("0 VMs", "0 pairs");
    assertThat(finding.claims().get(2).reproduced()).isEqualTo("94.4 %");
  }

  @ParameterizedTest
  @CsvSource({"8, AGREES", "15, AGREES", "17, DIRECTION", "80, DIFFERS"})
  void core_isJudgedByWhatTheAllocationSays(double core, Verdict verdict) {
    assertThat(finding(outcome(10, core, 0)).claims().get(3).verdict()).isEqualTo(verdict);
  }

  @Test
  void connections_oneBrokeInOneRepetition_isSaid() {
    Claim claim = finding(outcome(10, 8, 0), outcome(10, 8, 1)).claims().get(4);
    assertThat(claim.verdict()).isEqualTo(Verdict.DIFFERS);
    assertThat(claim.reproduced()).contains("(0–1) of ");
  }

  @Test
  void page_hasEveryMeasureOfEveryRepetition_andMarksWhatIsSimulated() {
    Finding finding = finding(outcome(10, 8, 0), outcome(11, 8, 0));
    assertThat(finding.data().getFirst().rows()).hasSize(2);
    assertThat(finding.data().getFirst().head())
        .contains("end_cost_measured_before", "link_r3_bytes_s_after");
    assertThat(finding.shown().getFirst().table().head())
        .contains("simulated: after", "computed: optimum");
    assertThat(finding.plots().getFirst().svg()).contains("optimum", "distributed");
  }
}
