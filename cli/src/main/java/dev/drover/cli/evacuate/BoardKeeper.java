package dev.drover.cli.evacuate;

import dev.drover.cli.terminal.Board;
import dev.drover.cli.terminal.Board.Line;
import dev.drover.cli.terminal.Board.State;
import dev.drover.control.execute.EvacuationEvent;
import dev.drover.control.execute.Progress;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Folds the events of an evacuation into the board that is shown. Not for many threads. */
final class BoardKeeper {
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private Progress overall = Progress.NONE;

  /** {@return the board after {@code event}, {@code elapsed} since the start} */
  Board after(EvacuationEvent event, Duration elapsed) {
    switch (event) {
      case EvacuationEvent.PlanMade(EvacuationPlan plan) -> plan.migrations().forEach(this::add);
      case EvacuationEvent.MigrationStarted(PlannedMigration migration, _) ->
          change(migration.vm(), line -> moving(line, "setup"));
      case EvacuationEvent.PhaseChanged(String vm, String phase, _) ->
          change(vm, line -> moving(line, phase));
      case EvacuationEvent.Progressed(
              String vm,
              Progress progress,
              Progress whole,
              RoundSample sample) -> {
        overall = whole;
        change(vm, line -> sampled(line, progress, sample));
      }
      case EvacuationEvent.MigrationEnded(
              String vm,
              MigrationOutcome outcome,
              _,
              Progress whole) -> {
        overall = whole;
        change(vm, line -> ended(line, outcome));
      }
      case EvacuationEvent.EvacuationEnded _ ->
          overall = new Progress(overall.fraction(), Optional.empty());
      case EvacuationEvent.DestinationPrepared _,
          EvacuationEvent.ReservationsChanged _,
          EvacuationEvent.DowntimeRaised _,
          EvacuationEvent.Cancelling _,
          EvacuationEvent.Warned _ -> {}
    }
    return new Board(List.copyOf(lines.values()), overall.fraction(), elapsed, overall.eta());
  }

  /** {@return what to say of {@code event} beside the board, one line each} */
  static List<String> words(EvacuationEvent event) {
    List<String> words = new ArrayList<>();
    switch (event) {
      case EvacuationEvent.DowntimeRaised(String vm, Duration limit) ->
          words.add(
              vm + " does not converge: a downtime of " + Durations.format(limit) + " is accepted");
      case EvacuationEvent.Warned(String text) -> words.add("warning: " + text);
      case EvacuationEvent.MigrationEnded(
              String vm,
              MigrationOutcome outcome,
              Optional<String> at,
              _) ->
          failure(outcome)
              .ifPresent(why -> words.add(vm + " " + why + "; it runs " + where(outcome, at)));
      case EvacuationEvent.PlanMade _,
          EvacuationEvent.DestinationPrepared _,
          EvacuationEvent.MigrationStarted _,
          EvacuationEvent.PhaseChanged _,
          EvacuationEvent.Progressed _,
          EvacuationEvent.ReservationsChanged _,
          EvacuationEvent.Cancelling _,
          EvacuationEvent.EvacuationEnded _ -> {}
    }
    return words;
  }

  private static String where(MigrationOutcome outcome, Optional<String> at) {
    String unseen =
        switch (outcome) {
          case MigrationOutcome.Lost _ -> "nowhere";
          case MigrationOutcome.Completed _,
              MigrationOutcome.Cancelled _,
              MigrationOutcome.Failed _,
              MigrationOutcome.Unsettled _ ->
              "on a host no agent can tell";
        };
    return at.map(host -> "on " + host).orElse(unseen);
  }

  /** {@return what went wrong, in words; empty when nothing did} */
  static Optional<String> failure(MigrationOutcome outcome) {
    return switch (outcome) {
      case MigrationOutcome.Completed _ -> Optional.empty();
      case MigrationOutcome.Cancelled(String reason) -> Optional.of("was cancelled: " + reason);
      case MigrationOutcome.Failed(String phase, String cause, _) ->
          Optional.of("failed in " + phase + ": " + cause);
      case MigrationOutcome.Lost(String phase, String cause) ->
          Optional.of("was lost in " + phase + ": " + cause);
      case MigrationOutcome.Unsettled(String phase, String cause) ->
          Optional.of("is not settled, in " + phase + ": " + cause);
    };
  }

  private void add(PlannedMigration planned) {
    lines.put(
        planned.vm(),
        new Line(
            planned.vm(),
            planned.destination(),
            planned.technique().toString(),
            State.WAITING,
            "",
            0,
            0,
            BitRate.ZERO,
            Optional.empty()));
  }

  private void change(String vm, UnaryOperator<Line> change) {
    lines.computeIfPresent(vm, (_, line) -> change.apply(line));
  }

  private static Line moving(Line line, String phase) {
    return new Line(
        line.vm(),
        line.destination(),
        line.technique(),
        State.MOVING,
        phase,
        line.round(),
        line.fraction(),
        line.rate(),
        line.left());
  }

  private static Line sampled(Line line, Progress progress, RoundSample sample) {
    return new Line(
        line.vm(),
        line.destination(),
        line.technique(),
        State.MOVING,
        sample.phase(),
        sample.round(),
        progress.fraction(),
        sample.throughput(),
        progress.eta());
  }

  private static Line ended(Line line, MigrationOutcome outcome) {
    State state =
        switch (outcome) {
          case MigrationOutcome.Completed _ -> State.MOVED;
          case MigrationOutcome.Cancelled _ -> State.CANCELLED;
          case MigrationOutcome.Failed _, MigrationOutcome.Lost _, MigrationOutcome.Unsettled _ ->
              State.FAILED;
        };
    return new Line(
        line.vm(),
        line.destination(),
        line.technique(),
        state,
        failure(outcome).orElse(""),
        line.round(),
        line.fraction(),
        BitRate.ZERO,
        Optional.empty());
  }
}
