package dev.drover.control.execute;

import dev.drover.agent.api.DiskCopy;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.journal.Journal;
import dev.drover.control.journal.JournalEntry;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.RoundSample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what happens: to the journal what a successor must know, to the listener what the operator
 * wants to see, one event at a time. A listener's fault never harms a migration.
 */
final class Chronicle {
  private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

  private final Journal journal;
  private final Consumer<EvacuationEvent> listener;
  private final InstantSource clock;
  private final ProgressBoard board;

  Chronicle(
      Journal journal,
      Consumer<EvacuationEvent> listener,
      InstantSource clock,
      EvacuationPlan plan) {
    this.journal = journal;
    this.listener = listener;
    this.clock = clock;
    this.board = new ProgressBoard(plan);
  }

  long now() {
    return clock.millis();
  }

  /** Journals what is about to be done; throws when that cannot be written. */
  void announce(JournalEntry entry) {
    journal.record(entry);
  }

  /** Journals what has been done; when that cannot be written the operator hears of it. */
  void note(JournalEntry entry) {
    try {
      journal.record(entry);
    } catch (ControlException e) {
      tell(new EvacuationEvent.Warned(String.valueOf(e.getMessage())));
    }
  }

  synchronized void tell(EvacuationEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.warn("listener failed at {}", event, e);
    }
  }

  void warn(String text) {
    tell(new EvacuationEvent.Warned(text));
  }

  synchronized void sampled(String vm, RoundSample sample) {
    Progress progress = board.sampled(vm, sample);
    tell(new EvacuationEvent.Progressed(vm, progress, board.overall(), sample));
  }

  /** A disk is being copied, or was; only the former is told, as progress of its migration. */
  synchronized void diskCopied(String vm, DiskCopy disk, Duration sinceStart) {
    board
        .diskCopied(vm, disk, sinceStart)
        .ifPresent(sample ->
            tell(new EvacuationEvent.Progressed(vm, board.progress(vm), board.overall(), sample)));
  }

  synchronized void ended(String vm, MigrationOutcome outcome, Optional<String> runsAt) {
    board.ended(vm);
    tell(new EvacuationEvent.MigrationEnded(vm, outcome, runsAt, board.overall()));
  }
}
