package dev.drover.cli.reproduce.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.Figures;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Trace;
import dev.drover.cli.reproduce.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SimulatedTrialTest {
  private static final String HOME = "drover.home";

  @BeforeAll
  static void scenariosAreTheRepositorys() {
    System.setProperty(HOME, "..");
  }

  @AfterAll
  static void asBefore() {
    System.clearProperty(HOME);
  }

  static Stream<Figure> all() {
    return Figures.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void trials_ofEveryFigure_areRunsThatTheirFilesAllow(Figure figure) {
    for (Trial trial : figure.trials(new Effort(1, false))) {
      if (trial instanceof SimulatedTrial simulated) {
        assertThat(simulated.scenario().spec(7).seed()).isEqualTo(7);
        assertThat(simulated.scenario().command())
            .startsWith("./drover simulate scenarios/papers/");
      }
    }
  }

  @Test
  void run_aSmallMigration_measuresItAlikeEachTime() {
    SimulatedTrial trial = small("standard", List.of());
    Outcome outcome = trial.run(3);
    assertThat(trial.run(3)).isEqualTo(outcome);
    assertThat(trial.run(4)).isNotEqualTo(outcome);
    // 16 MiB at 500 Mbit/s take 0.27 s at least; 4000 of 4096 pages a second go on being written.
    assertThat(outcome.measure(Measures.TOTAL_TIME)).isBetween(0.27, 20.0);
    assertThat(outcome.measure(Measures.TRAFFIC)).isBetween(16.0, 16.0 * 4);
    assertThat(outcome.traces()).isEmpty();
  }

  @Test
  void run_withE_N_standsStillLess() {
    double standard = 0;
    double notified = 0;
    for (long seed = 1; seed <= 20; seed++) {
      standard += small("standard", List.of("vm")).run(seed).measure(Measures.STANDSTILL);
      notified += small("early-notification", List.of("vm")).run(seed).measure(Measures.STANDSTILL);
    }
    assertThat(standard).isPositive();
    assertThat(notified).isLessThan(standard / 2);
  }

  @Test
  void run_traced_drawsWhatItMeasures() {
    Outcome outcome = small("standard", List.of("vm")).run(1);
    Trace rounds = outcome.trace(Traces.rounds("vm"));
    assertThat((double) rounds.samples().size()).isEqualTo(outcome.measure(Measures.ROUNDS));
    Trace window = outcome.trace(Traces.window("vm"));
    assertThat(window.samples())
        .isSortedAccordingTo((a, b) -> Double.compare(a.seconds(), b.seconds()));
    assertThat((double) outcome.trace(Traces.timeouts("vm")).samples().size())
        .isEqualTo(outcome.measure(Measures.TRACED_TIMEOUTS));
  }

  /** Evaluated from real runs, since no other knows what it measures. */
  @Test
  void figure_ofTransfers_findsThatD_RIsFasterThanOneRoute() {
    Figure figure =
        Figures.all().stream()
            .filter(one -> one.id().toString().equals("e-n/fig9-10"))
            .findFirst()
            .orElseThrow();
    Map<Trial, List<Outcome>> outcomes = new LinkedHashMap<>();
    Effort effort = new Effort(2, true);
    for (Trial trial : figure.trials(effort)) {
      SimulatedTrial simulated = (SimulatedTrial) trial;
      outcomes.put(trial, List.of(simulated.run(1), simulated.run(2)));
    }
    Finding finding = figure.evaluate(effort, new Outcomes(outcomes));
    assertThat(finding.claims().stream().map(Finding.Claim::verdict))
        .containsExactly(
            Finding.Verdict.AGREES, Finding.Verdict.AGREES, Finding.Verdict.UNPUBLISHED);
    assertThat(finding.plots()).singleElement().matches(plot -> plot.svg().contains("4→1"));
  }

  private static SimulatedTrial small(String coupling, List<String> traced) {
    return new SimulatedTrial(
        Scenario.of("early-notification.yaml")
            .with(
                "vms.vm.memory=16MiB",
                "vms.vm.writes.rate=4000",
                "migrations.vm.coupling=" + coupling),
        traced);
  }
}
