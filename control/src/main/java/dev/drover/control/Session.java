package dev.drover.control;

import dev.drover.control.execute.CancelSignal;
import dev.drover.control.execute.Evacuation;
import dev.drover.control.execute.EvacuationEvent;
import dev.drover.control.execute.ExecutionReport;
import dev.drover.control.execute.ExecutionSettings;
import dev.drover.control.execute.RecoveryReport;
import dev.drover.control.execute.RouteReservations;
import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.journal.ControlLock;
import dev.drover.control.journal.Journal;
import dev.drover.control.observe.Observer;
import dev.drover.control.plan.Planning;
import dev.drover.control.result.Results;
import dev.drover.control.result.RunResult;
import dev.drover.control.result.WorkloadWatch;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlanResult;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** The one controller at work with a directory, until closed. Made by {@link Controller#begin}. */
public final class Session implements AutoCloseable {
  private final Agents agents;
  private final Observer observer;
  private final InstantSource clock;
  private final ControlLock lock;
  private final Journal journal;
  private final RecoveryReport recovery;

  Session(
      Agents agents,
      Observer observer,
      InstantSource clock,
      ControlLock lock,
      Journal journal,
      RecoveryReport recovery) {
    this.agents = agents;
    this.observer = observer;
    this.clock = clock;
    this.lock = lock;
    this.journal = journal;
    this.recovery = recovery;
  }

  /** {@return what was found left by an earlier controller, and what became of it} */
  public RecoveryReport recovery() {
    return recovery;
  }

  /**
   * Carries out a feasible plan.
   *
   * @param listener hears what happens, one event at a time; must return quickly
   * @param cancel given from another thread, such as at Ctrl-C; this method then returns when what
   *     could not be stopped has ended and everything is cleaned up
   * @param routes keeps a way through the network for each migration
   * @param watch what sees the workloads; the caller called {@link WorkloadWatch#begin} before
   *     planning
   * @throws ControlException when the plan is not feasible
   */
  public RunResult execute(
      Planning planning,
      ExecutionSettings settings,
      Consumer<EvacuationEvent> listener,
      CancelSignal cancel,
      RouteReservations routes,
      Optional<WorkloadWatch> watch) {
    EvacuationPlan plan =
        switch (planning.result()) {
          case PlanResult.Feasible(EvacuationPlan feasible) -> feasible;
          case PlanResult.Infeasible(var reasons) ->
              throw new ControlException(
                  "vm " + reasons.getFirst().vm() + " cannot leave: " + reasons.getFirst().text());
        };
    Evacuation evacuation =
        new Evacuation(
            agents, observer, planning.policy(), journal, settings, routes, clock, listener);
    ExecutionReport report = evacuation.run(plan, planning.observation(), cancel);
    if (watch.isPresent()) {
      waitForAftermath();
    }
    return Results.of(report, watch);
  }

  private static void waitForAftermath() {
    try {
      Thread.sleep(Results.AFTERMATH);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      journal.close();
    } finally {
      lock.close();
    }
  }
}
