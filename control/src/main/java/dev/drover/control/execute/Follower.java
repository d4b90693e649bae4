package dev.drover.control.execute;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.AgentClient;
import dev.drover.agent.api.DiskCopy;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.calls.CallException;
import dev.drover.control.journal.JournalEntry;
import dev.drover.decide.evacuation.ActiveMigration;
import dev.drover.decide.evacuation.Convergence;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows one migration from its start command to its outcome: asks the source's agent, passes on
 * what is new, cancels when the operator wishes and steers when it does not converge. Belongs to
 * one thread.
 */
final class Follower {
  private final PlannedMigration planned;
  private final String id;
  private final Bytes resident;
  private final AgentClient source;
  private final ExecutionSettings settings;
  private final Chronicle chronicle;
  private final CancelSignal cancel;
  private final Consumer<ActiveMigration> steer;
  private final List<RoundSample> telemetry = new ArrayList<>();
  private Optional<MigrationStatus> latest = Optional.empty();
  private Optional<String> reasonToStop = Optional.empty();
  private Duration downtimeLimit;
  private boolean askedToStop;
  private boolean askedToSwitch;
  private int phasesTold;

  Follower(
      PlannedMigration planned,
      String id,
      Bytes resident,
      AgentClient source,
      ExecutionSettings settings,
      Chronicle chronicle,
      CancelSignal cancel,
      Consumer<ActiveMigration> steer) {
    this.planned = planned;
    this.id = id;
    this.resident = resident;
    this.source = source;
    this.settings = settings;
    this.chronicle = chronicle;
    this.cancel = cancel;
    this.steer = steer;
    this.downtimeLimit = settings.downtimeLimit();
  }

  /** How following ended. */
  sealed interface End {
    /** The source's agent said so. */
    record Told(MigrationOutcome outcome) implements End {}

    /** The source's agent does not know the migration. */
    record Unknown() implements End {}

    /** Nobody would say for too long. */
    record Silent(String cause) implements End {}
  }

  Optional<MigrationStatus> latest() {
    return latest;
  }

  List<RoundSample> telemetry() {
    return List.copyOf(telemetry);
  }

  String phase() {
    return latest
        .filter(status -> !status.phases().isEmpty())
        .map(status -> status.phases().getLast().phase())
        .orElse("setup");
  }

  End follow() {
    Patience silence = new Patience(settings.silenceLimit());
    Patience settling = new Patience(settings.settleLimit());
    while (true) {
      try {
        MigrationStatus status = source.migration(id);
        silence.reset();
        heard(status);
        if (status.outcome().isPresent()) {
          MigrationOutcome outcome = status.outcome().get();
          if (!(outcome instanceof MigrationOutcome.Unsettled)
              || settling.exhausted(chronicle.now())) {
            return new End.Told(withReason(outcome));
          }
        } else {
          stopIfWished();
          converge(status);
        }
      } catch (CallException e) {
        if (e.kind() == CallException.Kind.NOT_FOUND) {
          return new End.Unknown();
        }
        if (silence.exhausted(chronicle.now())) {
          return new End.Silent(String.valueOf(e.getMessage()));
        }
      }
      Pause.of(settings.pollEvery());
    }
  }

  private void heard(MigrationStatus status) {
    latest = Optional.of(status);
    for (MigrationStatus.PhaseEntry entry :
        status
            .phases()
            .subList(Math.min(phasesTold, status.phases().size()), status.phases().size())) {
      chronicle.note(new JournalEntry.Phase(entry.atMs(), id, entry.phase()));
      chronicle.tell(new EvacuationEvent.PhaseChanged(planned.vm(), entry.phase(), entry.atMs()));
    }
    phasesTold = status.phases().size();
    status.disk().ifPresent(disk -> chronicle.diskCopied(planned.vm(), disk, status.totalTime()));
    if (!status.rounds().isEmpty()) {
      RoundSample newest = status.rounds().getLast();
      if (telemetry.isEmpty() || !telemetry.getLast().equals(newest)) {
        telemetry.add(newest);
        chronicle.sampled(planned.vm(), newest);
      }
    }
    steer.accept(active(status));
  }

  private ActiveMigration active(MigrationStatus status) {
    Optional<RoundSample> newest =
        status.rounds().isEmpty() ? Optional.empty() : Optional.of(status.rounds().getLast());
    return ActiveMigration.notStarted(planned, resident)
        .seen(
            status.phases().stream().anyMatch(entry -> entry.phase().startsWith("post-copy")),
            List.of("stop-and-copy", "sent").contains(phase()),
            newest,
            status.traffic(),
            resident);
  }

  private void stopIfWished() {
    if (cancel.isCancelled() && reasonToStop.isEmpty()) {
      reasonToStop = Optional.of("asked by the operator");
    }
    if (reasonToStop.isEmpty() || askedToStop) {
      return;
    }
    boolean stopping = source.cancel(id);
    askedToStop = true;
    if (!stopping) {
      chronicle.warn(
          "vm "
              + planned.vm()
              + " can no longer run at "
              + planned.source()
              + "; waiting until it has moved to "
              + planned.destination());
    }
  }

  /** The agent knows that it was told to cancel, not why. */
  private MigrationOutcome withReason(MigrationOutcome outcome) {
    return outcome instanceof MigrationOutcome.Cancelled && reasonToStop.isPresent()
        ? new MigrationOutcome.Cancelled(reasonToStop.get())
        : outcome;
  }

  private void converge(MigrationStatus status) {
    int round = status.rounds().isEmpty() ? 0 : status.rounds().getLast().round();
    if (reasonToStop.isPresent()
        || phase().startsWith("post-copy")
        || phase().equals(ProgressEstimator.DISK_COPY)) {
      return;
    }
    Convergence.Action action =
        settings
            .convergence()
            .next(
                planned,
                round,
                status.totalTime().minus(status.disk().map(DiskCopy::time).orElse(Duration.ZERO)),
                settings.downtimeLimit(),
                downtimeLimit,
                askedToSwitch);
    switch (action) {
      case Convergence.Action.Wait _ -> {}
      case Convergence.Action.RaiseDowntime(Duration limit) -> {
        source.adjust(id, new AdjustRequest(Optional.empty(), Optional.of(limit), false));
        downtimeLimit = limit;
        chronicle.tell(new EvacuationEvent.DowntimeRaised(planned.vm(), limit));
      }
      case Convergence.Action.SwitchToPostCopy _ -> {
        source.adjust(id, new AdjustRequest(Optional.empty(), Optional.empty(), true));
        askedToSwitch = true;
      }
      case Convergence.Action.GiveUp(String reason) -> {
        reasonToStop = Optional.of(reason);
        chronicle.warn("vm " + planned.vm() + ": " + reason + "; cancelling its migration");
      }
    }
  }

  /** Runs out when something lasts without a break. */
  private static final class Patience {
    private final Duration limit;
    private long sinceMs = -1;

    Patience(Duration limit) {
      this.limit = limit;
    }

    void reset() {
      sinceMs = -1;
    }

    boolean exhausted(long nowMs) {
      if (sinceMs < 0) {
        sinceMs = nowMs;
      }
      return nowMs - sinceMs >= limit.toMillis();
    }
  }
}
