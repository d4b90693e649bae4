package dev.drover.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.cli.terminal.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  private record Counted(int number, AtomicInteger runs) implements Trial {
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
    try (Sweep sweep = new Sweep(3, progress)) {
      sweep.begin(one, 4);
      sweep.begin(other, 4);
      assertThat(sweep.outcomes(one, 4).values(new Counted(2, runs), "value"))
          .containsExactly(201.0, 202.0, 203.0, 204.0);
      assertThat(sweep.outcomes(other, 4).trials()).isEqualTo(other);
    }
    assertThat(runs).hasValue(12);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("12 of 12 runs");
  }

  @Test
  void outcomes_oneTrialFails_othersAreThere() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    List<Trial> good = List.of(new Counted(1, runs));
    List<Trial> bad = List.of(new Counted(-1, runs));
    try (Sweep sweep = new Sweep(2, progress)) {
      sweep.begin(bad, 1);
      sweep.begin(good, 1);
      assertThatThrownBy(() -> sweep.outcomes(bad, 1))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no such trial");
      assertThat(sweep.outcomes(good, 1).values(good.getFirst(), "value")).containsExactly(101.0);
    }
  }

  @Test
  void saved_twoTrials_isTakenSeedBySeed() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    List<Trial> trials = List.of(new Counted(3, runs), new Counted(1, runs));
    try (Sweep sweep = new Sweep(1, progress)) {
      sweep.begin(trials, 3);
      Estimate saved = sweep.outcomes(trials, 3).saved(trials.get(0), trials.get(1), "value");
      assertThat(saved.mean()).isEqualTo(200);
      assertThat(saved.halfWidth().orElseThrow()).isZero();
    }
  }
}
