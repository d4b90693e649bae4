package dev.drover.cli.evacuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.terminal.Board;
import dev.drover.cli.terminal.Board.State;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.execute.EvacuationEvent;
import dev.drover.control.execute.Progress;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.RoundSample;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BoardKeeperTest {
  private static final Duration AT = Duration.ofSeconds(3);

  private static PlannedMigration planned(String vm, int group) {
    return new PlannedMigration(
        vm,
        "h1",
        "h2",
        Priority.HIGH,
        TrafficClass.OUTGOING,
        Technique.POST_COPY,
        Strategy.SERIAL,
        group,
        BitRate.ofMegabitsPerSecond(90),
        new PlannedMigration.Prediction(
            Duration.ofMillis(5300), Duration.ofMillis(60), Bytes.ZERO, Bytes.ZERO),
        "h1 sends much, so its memory is pulled");
  }

  private static EvacuationPlan plan() {
    return new EvacuationPlan("h1", "traffic-aware", List.of(planned("web", 1), planned("db", 2)));
  }

  @Test
  void after_aWholeMigration_followsItsStates() {
    BoardKeeper keeper = new BoardKeeper();
    Board board = keeper.after(new EvacuationEvent.PlanMade(plan()), AT);
    assertThat(board.lines()).extracting(Board.Line::state).containsOnly(State.WAITING);

    keeper.after(new EvacuationEvent.MigrationStarted(planned("web", 1), "x-web"), AT);
    board =
        keeper.after(
            new EvacuationEvent.Progressed(
                "web",
                new Progress(0.5, Optional.of(Duration.ofSeconds(4))),
                new Progress(0.25, Optional.of(Duration.ofSeconds(9))),
                new RoundSample(
                    AT,
                    2,
                    Bytes.ofMebibytes(50),
                    Bytes.ofMebibytes(50),
                    DirtyRate.ZERO,
                    BitRate.ofMegabitsPerSecond(94),
                    Duration.ZERO,
                    "pre-copy")),
            AT);
    Board.Line web = board.lines().getFirst();
    assertThat(web.state()).isEqualTo(State.MOVING);
    assertThat(web.phase()).isEqualTo("pre-copy");
    assertThat(web.round()).isEqualTo(2);
    assertThat(board.fraction()).isEqualTo(0.25);
    assertThat(board.left()).contains(Duration.ofSeconds(9));

    board =
        keeper.after(
            new EvacuationEvent.MigrationEnded(
                "web",
                new MigrationOutcome.Completed(),
                Optional.of("h2"),
                new Progress(0.5, Optional.empty())),
            AT);
    assertThat(board.lines())
        .extracting(Board.Line::state)
        .containsExactly(State.MOVED, State.WAITING);
  }

  @Test
  void words_failedMigration_sayWhereTheVmRuns() {
    assertThat(
            BoardKeeper.words(
                new EvacuationEvent.MigrationEnded(
                    "web",
                    new MigrationOutcome.Failed("pre-copy", "connection reset", "h1"),
                    Optional.of("h1"),
                    Progress.NONE)))
        .containsExactly("web failed in pre-copy: connection reset; it runs on h1");
  }

  @Test
  void planTable_wide_isATableAndTheReasons() {
    assertThat(PlanTable.render(plan(), new Screen(false, 200, false, false)))
        .containsExactly(
            "group  VM   to  priority  traffic   technique  strategy      rate  time  downtime",
            "-----  ---  --  --------  --------  ---------  --------  --------  ----  --------",
            "    1  web  h2  high      outgoing  post-copy  serial    90Mbit/s  5.3s      60ms",
            "    2  db   h2  high      outgoing  post-copy  serial    90Mbit/s  5.3s      60ms",
            "",
            "VM   why",
            "---  --------------------------------------",
            "web  h1 sends much, so its memory is pulled",
            "db   h1 sends much, so its memory is pulled");
  }

  @Test
  void planTable_emptyHost_saysSo() {
    assertThat(
            PlanTable.render(
                new EvacuationPlan("h1", "traffic-aware", List.of()),
                new Screen(false, 80, false, false)))
        .containsExactly("Nothing to do: no VM runs on h1.");
  }
}
