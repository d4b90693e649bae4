package dev.drover.control.execute;

import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.VmStatus;
import dev.drover.calls.CallException;
import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.TaskGroup;
import dev.drover.control.inventory.TaskGroup.Answer;
import dev.drover.control.journal.Journal;
import dev.drover.control.journal.JournalEntry;
import dev.drover.control.journal.JournalState;
import dev.drover.control.journal.JournalState.OpenMigration;
import dev.drover.control.observe.Observation;
import dev.drover.model.MigrationOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Picks up what a controller left that died: waits for migrations that still run (their agents
 * bring them to an end without a controller), has destinations give up what will not come, and
 * removes reservations. What cannot be reached stays in the journal for the next time.
 */
public final class Recovery {
  private final Agents agents;
  private final Journal journal;
  private final InstantSource clock;
  private final Duration pollEvery;
  private final Consumer<String> progress;
  private final List<String> left = new ArrayList<>();

  /** Between preparing a destination and starting pass a few polls. */
  private static final int STARTING = 20;

  /**
   * A recovery over one journal, whose lock the caller holds.
   *
   * @param progress hears, one line each, what is waited for
   */
  public Recovery(
      Agents agents,
      Journal journal,
      InstantSource clock,
      Duration pollEvery,
      Consumer<String> progress) {
    this.agents = agents;
    this.journal = journal;
    this.clock = clock;
    this.pollEvery = pollEvery;
    this.progress = progress;
  }

  /** {@return what is left and where every VM of it is now; changes nothing} */
  public static List<RecoveryReport.Recovered> inspect(JournalState state, Observation seen) {
    return state.open().values().stream()
        .map(open ->
            new RecoveryReport.Recovered(
                open.vm(),
                open.migration(),
                "left by a controller that ended ("
                    + (open.started() ? "started" : "prepared")
                    + ", "
                    + open.source()
                    + " to "
                    + open.destination()
                    + ")",
                seen.cluster().vm(open.vm()).map(vm -> vm.host())))
        .toList();
  }

  /**
   * Settles everything that can be settled.
   *
   * @param seesAll whether a migration that no agent here knows, and that does not start soon,
   *     comes from nowhere
   * @param cancel stops the waiting; what runs goes on and stays in the journal
   */
  public RecoveryReport run(JournalState state, boolean seesAll, CancelSignal cancel) {
    List<RecoveryReport.Recovered> recovered = new ArrayList<>();
    for (OpenMigration open : state.open().values()) {
      recovered.add(recover(open, cancel));
    }
    List<Orphan> orphans = seesAll ? orphans() : List.of();
    if (!orphans.isEmpty()) {
      // Another controller, such as a host with S-CORE's token, may be about to start it.
      Pause.of(pollEvery.multipliedBy(STARTING));
      orphans().stream().filter(orphans::contains).forEach(this::abandon);
    }
    List<String> released = new ArrayList<>();
    for (String host : state.reserved()) {
      release(host).ifPresentOrElse(left::add, () -> released.add(host));
    }
    return new RecoveryReport(recovered, released, left);
  }

  private RecoveryReport.Recovered recover(OpenMigration open, CancelSignal cancel) {
    String what = outcome(open, cancel);
    Optional<String> runsAt =
        new Locator(agents).running(open.vm(), List.of(open.source(), open.destination()));
    return new RecoveryReport.Recovered(open.vm(), open.migration(), what, runsAt);
  }

  /** Waits for the end, tidies up after it and says what it was. */
  private String outcome(OpenMigration open, CancelSignal cancel) {
    boolean told = false;
    while (true) {
      try {
        MigrationStatus status = agents.agent(open.source()).migration(open.migration());
        if (status.outcome().isPresent()) {
          return ended(open, status.outcome().get());
        }
        if (cancel.isCancelled()) {
          return stays(open, "still running");
        }
        if (!told) {
          told = true;
          progress.accept(
              "vm "
                  + open.vm()
                  + " is still moving from "
                  + open.source()
                  + " to "
                  + open.destination()
                  + "; waiting for it");
        }
      } catch (CallException e) {
        if (e.kind() == CallException.Kind.NOT_FOUND) {
          return settle(open, "never started, or over long ago");
        }
        return stays(open, "not settled: " + e.getMessage());
      }
      Pause.of(pollEvery);
    }
  }

  private String ended(OpenMigration open, MigrationOutcome outcome) {
    return switch (outcome) {
      case MigrationOutcome.Completed _ -> {
        journal.record(new JournalEntry.Settled(clock.millis(), open.migration()));
        yield "completed";
      }
      case MigrationOutcome.Cancelled(String reason) -> settle(open, "cancelled: " + reason);
      case MigrationOutcome.Failed(String phase, String cause, _) ->
          settle(open, "failed in " + phase + ": " + cause);
      case MigrationOutcome.Lost(String phase, String cause) ->
          settle(open, "lost in " + phase + ": " + cause);
      case MigrationOutcome.Unsettled(String phase, String cause) ->
          stays(open, "not settled in " + phase + ": " + cause);
    };
  }

  /** The destination refuses to give up a VM that it has taken over, so this is always safe. */
  private String settle(OpenMigration open, String what) {
    Optional<String> held = Abandonment.of(agents, open.destination(), open.migration(), open.vm());
    if (held.isPresent()) {
      left.add(held.get());
    } else {
      journal.record(new JournalEntry.Settled(clock.millis(), open.migration()));
    }
    return what;
  }

  private String stays(OpenMigration open, String what) {
    left.add("vm " + open.vm() + " (" + open.migration() + "): " + what);
    return what;
  }

  /** A prepared destination. */
  private record Orphan(String host, String migration, String vm) {}

  /**
   * Prepared destinations of which no journal tells: those of migrations that no agent knows as
   * running. None unless every agent answers.
   */
  private List<Orphan> orphans() {
    SortedMap<String, Answer<List<MigrationStatus>>> known =
        TaskGroup.ask(agents.hosts(), host -> agents.agent(host).migrations());
    Set<String> running = new TreeSet<>();
    for (Answer<List<MigrationStatus>> answer : known.values()) {
      switch (answer) {
        case Answer.Told<List<MigrationStatus>>(var migrations) ->
            migrations.stream().filter(Recovery::mayGoOn).forEach(m -> running.add(m.migration()));
        case Answer.Refused<List<MigrationStatus>> _ -> {
          return List.of();
        }
      }
    }
    List<Orphan> orphans = new ArrayList<>();
    TaskGroup.ask(agents.hosts(), host -> agents.agent(host).status())
        .forEach((host, answer) -> {
          if (answer instanceof Answer.Told<HostStatus>(HostStatus status)) {
            for (VmStatus vm : status.vms()) {
              vm.migration()
                  .filter(id -> vm.role() == VmStatus.Role.DESTINATION && !running.contains(id))
                  .ifPresent(id -> orphans.add(new Orphan(host, id, vm.spec().name())));
            }
          }
        });
    return orphans;
  }

  private void abandon(Orphan orphan) {
    progress.accept(orphan.host() + " holds room for vm " + orphan.vm() + ", which will not come");
    Abandonment.of(agents, orphan.host(), orphan.migration(), orphan.vm()).ifPresent(left::add);
  }

  private static boolean mayGoOn(MigrationStatus status) {
    return status.outcome().isEmpty()
        || status.outcome().get() instanceof MigrationOutcome.Unsettled;
  }

  private Optional<String> release(String host) {
    try {
      agents.agent(host).release();
      journal.record(new JournalEntry.Released(clock.millis(), host));
      return Optional.empty();
    } catch (CallException e) {
      return Optional.of("the reservation on " + host + " is still there: " + e.getMessage());
    }
  }
}
