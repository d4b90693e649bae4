package dev.drover.control.execute;

import dev.drover.model.EvacuationPlan;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Reservation;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What happens while a plan is carried out. Events come one at a time, in order; {@code overall} in
 * them never runs backwards, nor does a VM's own progress.
 */
public sealed interface EvacuationEvent {
  /** A plan is about to be carried out. */
  record PlanMade(EvacuationPlan plan) implements EvacuationEvent {}

  /** The destination listens. */
  record DestinationPrepared(String vm, String destination, Duration took)
      implements EvacuationEvent {}

  /** The source was told to send. */
  record MigrationStarted(PlannedMigration migration, String id) implements EvacuationEvent {}

  /** Such as {@code pre-copy} or {@code post-copy}. */
  record PhaseChanged(String vm, String phase, long atMs) implements EvacuationEvent {}

  /** New telemetry of one migration. */
  record Progressed(String vm, Progress progress, Progress overall, RoundSample sample)
      implements EvacuationEvent {}

  /**
   * One migration is over.
   *
   * @param vmRunsAt empty when no agent can tell
   */
  record MigrationEnded(
      String vm, MigrationOutcome outcome, Optional<String> vmRunsAt, Progress overall)
      implements EvacuationEvent {}

  /**
   * The NICs are divided anew.
   *
   * @param reservations all that are in force; empty when there are none left
   */
  record ReservationsChanged(long atMs, List<Reservation> reservations) implements EvacuationEvent {
    public ReservationsChanged {
      reservations = List.copyOf(reservations);
    }
  }

  /** The downtime limit of a migration that does not converge was raised. */
  record DowntimeRaised(String vm, Duration limit) implements EvacuationEvent {}

  /** The operator's wish to stop was heard. */
  record Cancelling() implements EvacuationEvent {}

  /** Something the operator should know; one line. */
  record Warned(String text) implements EvacuationEvent {}

  /** Everything is over and cleaned up. */
  record EvacuationEnded(int completed, int planned, Duration totalTime, BitRate meanRate)
      implements EvacuationEvent {}
}
