package dev.drover.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.cli.terminal.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SweepTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final SweepProgress progress =
      new SweepProgress(
          new PrintStream(said, true, StandardCharsets.UTF_8),
          new Screen(false, 80, false, true),
          () -> 0L);

  private record Counted(int number, AtomicInteger runs) implements SeededTrial {
    @Override
    public String label() {
      return "trial " + number;
    }

    @Override
    public Outcome run(long seed) {
      runs.incrementAndGet();
      if (number < 0) {
        throw new IllegalStateException("no such trial");
      }
      var measures = new TreeMap<String, Double>();
      measures.put("value", number * 100.0 + seed);
      return new Outcome(measures, List.of());
    }
  }

  @Test
  void outcomes_trialsSharedByTwoFigures_areRunOnceAndStayInOrder() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    List<Trial> one = List.of(new Counted(1, runs), new Counted(2, runs));
    List<Trial> other = List.of(new Counted(2, runs), new Counted(3, runs));
    try (Sweep sweep = new Sweep(3, progress, SweepTest::refuse)) {
      sweep.begin(one, new Effort(4, false));
      sweep.begin(other, new Effort(4, false));
      assertThat(sweep.outcomes(one, new Effort(4, false)).values(new Counted(2, runs), "value"))
          .containsExactly(201.0, 202.0, 203.0, 204.0);
      assertThat(sweep.outcomes(other, new Effort(4, false)).trials()).isEqualTo(other);
    }
    assertThat(runs).hasValue(12);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("12 of 12 runs");
  }

  @Test
  void outcomes_oneTrialFails_othersAreThere() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    List<Trial> good = List.of(new Counted(1, runs));
    List<Trial> bad = List.of(new Counted(-1, runs));
    try (Sweep sweep = new Sweep(2, progress, SweepTest::refuse)) {
      sweep.begin(bad, new Effort(1, false));
      sweep.begin(good, new Effort(1, false));
      assertThatThrownBy(() -> sweep.outcomes(bad, new Effort(1, false)))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no such trial");
      assertThat(sweep.outcomes(good, new Effort(1, false)).values(good.getFirst(), "value"))
          .containsExactly(101.0);
    }
  }

  private record Measured(String label) implements MeasuredTrial {
    @Override
    public Outcome measure(Workbench bench, int repetition) {
      throw new IllegalStateException("there is no bench here");
    }
  }

  @Test
  void outcomes_measuredTrials_areDoneByTurns_afterAllThatIsComputed() throws Exception {
    List<String> log = new ArrayList<>();
    AtomicInteger runs = new AtomicInteger();
    List<Trial> trials = List.of(new Measured("a"), new Counted(1, runs), new Measured("b"));
    Effort effort = new Effort(5, 2, false);
    Sweep.Measurer measurer =
        (trial, repetition) -> {
          log.add(trial.label() + repetition + " after " + runs.get());
          return new Outcome(new TreeMap<>(Map.of("value", (double) log.size())), List.of());
        };
    try (Sweep sweep = new Sweep(2, progress, measurer)) {
      sweep.begin(trials, effort);
      Outcomes outcomes = sweep.outcomes(trials, effort);
      assertThat(log).containsExactly("a0 after 5", "b0 after 5", "b1 after 5", "a1 after 5");
      assertThat(outcomes.values(trials.get(2), "value")).containsExactly(2.0, 3.0);
      assertThat(sweep.outcomes(trials, effort).values(trials.get(0), "value"))
          .containsExactly(1.0, 4.0);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("9 of 9 runs");
  }

  @Test
  void outcomes_aMeasurementFails_saysWhy() {
    List<Trial> trials = List.of(new Measured("a"));
    Effort effort = new Effort(1, false);
    try (Sweep sweep = new Sweep(1, progress, SweepTest::refuse)) {
      sweep.begin(trials, effort);
      assertThatThrownBy(() -> sweep.outcomes(trials, effort))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no lab for a");
    }
  }

  private static Outcome refuse(MeasuredTrial trial, int repetition) {
    throw new IllegalStateException("no lab for " + trial.label());
  }

  @Test
  void saved_twoTrials_isTakenSeedBySeed() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    List<Trial> trials = List.of(new Counted(3, runs), new Counted(1, runs));
    try (Sweep sweep = new Sweep(1, progress, SweepTest::refuse)) {
      sweep.begin(trials, new Effort(3, false));
      Estimate saved =
          sweep.outcomes(trials, new Effort(3, false)).saved(trials.get(0), trials.get(1), "value");
      assertThat(saved.mean()).isEqualTo(200);
      assertThat(saved.halfWidth().orElseThrow()).isZero();
    }
  }
}
