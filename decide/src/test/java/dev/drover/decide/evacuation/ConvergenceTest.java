package dev.drover.decide.evacuation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.evacuation.Convergence.Action;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ConvergenceTest {
  private static final Duration FIRST = Duration.ofMillis(300);

  private static Action next(Convergence rule, Technique technique, int round, Duration limit) {
    return rule.next(
        planned(technique, Duration.ofSeconds(5)),
        round,
        Duration.ofSeconds(30),
        FIRST,
        limit,
        false);
  }

  private static PlannedMigration planned(Technique technique, Duration predicted) {
    return new PlannedMigration(
        "web",
        "h1",
        "h2",
        Priority.MEDIUM,
        TrafficClass.OUTGOING,
        technique,
        Strategy.SERIAL,
        1,
        BitRate.ofMegabitsPerSecond(100),
        new PlannedMigration.Prediction(predicted, Duration.ZERO, Bytes.ZERO, Bytes.ZERO),
        "because");
  }

  @ParameterizedTest
  @CsvSource({"11,600", "15,600", "16,1200", "21,2000", "100000,2000"})
  void preCopy_thatGoesOn_isAllowedAStepwiseLongerPause(int round, long limitMs) {
    assertThat(next(Convergence.standard(), Technique.PRE_COPY, round, FIRST))
        .isEqualTo(new Action.RaiseDowntime(Duration.ofMillis(limitMs)));
  }

  @Test
  void preCopy_withinItsPatienceOrAtItsLimit_isLeftAlone() {
    Convergence rule = Convergence.standard();
    assertThat(next(rule, Technique.PRE_COPY, 10, FIRST)).isEqualTo(new Action.Wait());
    assertThat(next(rule, Technique.PRE_COPY, 12, Duration.ofMillis(600)))
        .isEqualTo(new Action.Wait());
    assertThat(next(rule, Technique.PRE_COPY, 99, Duration.ofSeconds(2)))
        .isEqualTo(new Action.Wait());
  }

  @Test
  void hybrid_inItsSecondRound_isToldToSwitchOnce() {
    Convergence rule = Convergence.standard();
    assertThat(next(rule, Technique.HYBRID, 1, FIRST)).isEqualTo(new Action.Wait());
    assertThat(next(rule, Technique.HYBRID, 2, FIRST)).isEqualTo(new Action.SwitchToPostCopy());
    PlannedMigration hybrid = planned(Technique.HYBRID, Duration.ofSeconds(5));
    assertThat(rule.next(hybrid, 3, Duration.ZERO, FIRST, FIRST, true))
        .isEqualTo(new Action.Wait());
  }

  @Test
  void qemuBaseline_isLeftToQemuUntilItIsGivenUp() {
    Convergence rule = Convergence.asQemu();
    assertThat(next(rule, Technique.PRE_COPY, 1000, FIRST)).isEqualTo(new Action.Wait());
    PlannedMigration small = planned(Technique.PRE_COPY, Duration.ofSeconds(5));
    assertThat(rule.next(small, 9, Duration.ofMinutes(16), FIRST, FIRST, false))
        .isEqualTo(new Action.GiveUp("not finished after 900 s"));
  }

  @ParameterizedTest
  @EnumSource(Technique.class)
  void whatIsPredictedToTakeHours_isNotGivenUpAfterMinutes(Technique technique) {
    PlannedMigration large = planned(technique, Duration.ofHours(2));
    Convergence rule = Convergence.standard();
    assertThat(rule.next(large, 1, Duration.ofHours(19), FIRST, FIRST, false))
        .isEqualTo(new Action.Wait());
    assertThat(rule.next(large, 1, Duration.ofHours(21), FIRST, FIRST, false))
        .isEqualTo(new Action.GiveUp("not finished after 72000 s"));
  }
}
