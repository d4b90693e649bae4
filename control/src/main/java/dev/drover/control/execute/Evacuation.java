package dev.drover.control.execute;

import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.VmStatus;
import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.inventory.TaskGroup;
import dev.drover.control.journal.Journal;
import dev.drover.control.journal.JournalEntry;
import dev.drover.control.observe.Observation;
import dev.drover.control.observe.Observer;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Carries a plan out (steps 4 and 5 of the traffic-aware paper). Groups run one after the other,
 * the migrations of a group side by side. While one group runs, the destinations of the next are
 * prepared, and a group begins as soon as the last source of the one before is empty; verifying
 * goes on beside it, so that the network is never left idle.
 *
 * <p>One migration that fails harms no other. Whatever happens, reservations are removed and
 * destinations that nothing will come to are given up; what cannot be reached stays in the journal
 * for {@link Recovery}.
 */
public final class Evacuation {
  private static final Duration COLLECT_EVERY = Duration.ofSeconds(30);

  private final Agents agents;
  private final Observer observer;
  private final EvacuationPolicy policy;
  private final Journal journal;
  private final ExecutionSettings settings;
  private final RouteReservations routes;
  private final InstantSource clock;
  private final Consumer<EvacuationEvent> listener;

  public Evacuation(
      Agents agents,
      Observer observer,
      EvacuationPolicy policy,
      Journal journal,
      ExecutionSettings settings,
      RouteReservations routes,
      InstantSource clock,
      Consumer<EvacuationEvent> listener) {
    this.agents = agents;
    this.observer = observer;
    this.policy = policy;
    this.journal = journal;
    this.settings = settings;
    this.routes = routes;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Runs to the end, or until what was under way when {@code cancel} was given has ended.
   *
   * @param before what the plan was made from
   */
  public ExecutionReport run(EvacuationPlan plan, Observation before, CancelSignal cancel) {
    long startedAtMs = clock.millis();
    List<EvacuationEvent.ReservationsChanged> divisions =
        Collections.synchronizedList(new ArrayList<>());
    Chronicle chronicle =
        new Chronicle(
            journal,
            event -> {
              if (event instanceof EvacuationEvent.ReservationsChanged change) {
                divisions.add(change);
              }
              listener.accept(event);
            },
            clock,
            plan);
    Reservations reservations = new Reservations(agents, observer, policy, chronicle, before);
    SampleCollector samples =
        new SampleCollector(agents, startedAtMs - ExecutionReport.LEAD_IN.toMillis());
    Map<PlannedMigration, MigrationRun> runs =
        runs(plan, before, chronicle, reservations, cancel, startedAtMs);
    chronicle.tell(new EvacuationEvent.PlanMade(plan));
    AtomicBoolean over = new AtomicBoolean();
    List<MigrationReport> reports;
    try (TaskGroup background = new TaskGroup()) {
      Future<Boolean> watching =
          background.fork(() -> watch(over, chronicle, reservations, samples, cancel));
      try {
        reports = runGroups(plan, runs);
      } finally {
        over.set(true);
        TaskGroup.join(watching);
        reservations.releaseAll();
      }
    }
    samples.collect();
    ExecutionReport report =
        new ExecutionReport(
            plan,
            before,
            startedAtMs,
            clock.millis(),
            cancel.isCancelled(),
            reports,
            divisions,
            samples.samples());
    chronicle.tell(
        new EvacuationEvent.EvacuationEnded(
            report.completed(),
            plan.migrations().size(),
            report.totalTime(),
            BitRate.of(report.traffic(), report.totalTime())));
    return report;
  }

  private Map<PlannedMigration, MigrationRun> runs(
      EvacuationPlan plan,
      Observation before,
      Chronicle chronicle,
      Reservations reservations,
      CancelSignal cancel,
      long startedAtMs) {
    String run = Long.toString(startedAtMs, Character.MAX_RADIX);
    List<JournalEntry.Move> moves = new ArrayList<>();
    Map<PlannedMigration, MigrationRun> runs = new LinkedHashMap<>();
    for (PlannedMigration planned : plan.migrations()) {
      VmStatus vm =
          before
              .status(planned.vm())
              .orElseThrow(
                  () -> new ControlException("the plan moves " + planned.vm() + ", which is gone"));
      String id = run + "-" + planned.vm();
      runs.put(
          planned,
          new MigrationRun(
              planned,
              id,
              vm,
              agents,
              settings,
              chronicle,
              reservations,
              way(id, planned, before, chronicle),
              cancel));
      moves.add(
          new JournalEntry.Move(
              id,
              planned.vm(),
              planned.source(),
              planned.destination(),
              planned.technique().toString(),
              planned.group()));
    }
    journal.record(new JournalEntry.Planned(startedAtMs, run, plan.policy(), plan.host(), moves));
    return runs;
  }

  private KeptRoute way(
      String id, PlannedMigration planned, Observation before, Chronicle chronicle) {
    HostStatus source = before.hosts().get(planned.source());
    if (source == null) {
      throw new ControlException("the plan moves a vm off " + planned.source() + ", which is gone");
    }
    return new KeptRoute(
        routes, id, source.dataAddress(), settings.transfer().connections(), chronicle);
  }

  private static List<MigrationReport> runGroups(
      EvacuationPlan plan, Map<PlannedMigration, MigrationRun> runs) {
    Map<PlannedMigration, Future<MigrationReport>> reports = new LinkedHashMap<>();
    try (TaskGroup tasks = new TaskGroup()) {
      List<List<PlannedMigration>> groups = List.copyOf(plan.groups().values());
      prepare(groups, 0, runs, tasks);
      for (int i = 0; i < groups.size(); i++) {
        Semaphore moved = new Semaphore(0);
        for (PlannedMigration planned : groups.get(i)) {
          reports.put(planned, tasks.fork(() -> moveAndSettle(run(runs, planned), moved)));
        }
        prepare(groups, i + 1, runs, tasks);
        moved.acquireUninterruptibly(groups.get(i).size());
      }
      return reports.values().stream().map(TaskGroup::join).toList();
    }
  }

  /**
   * The first to leave a host is to start as soon as can be, so no other that leaves it slows it
   * down till then: they would share its link. Those of other hosts need not wait.
   */
  private static void prepare(
      List<List<PlannedMigration>> groups,
      int index,
      Map<PlannedMigration, MigrationRun> runs,
      TaskGroup tasks) {
    if (index < groups.size()) {
      Map<String, MigrationRun> firsts = new HashMap<>();
      for (PlannedMigration planned : groups.get(index)) {
        MigrationRun next = run(runs, planned);
        MigrationRun first = firsts.putIfAbsent(planned.source(), next);
        if (first == null) {
          next.prepare(tasks);
        } else {
          next.prepareAfter(first, tasks);
        }
      }
    }
  }

  private static MigrationReport moveAndSettle(MigrationRun run, Semaphore moved) {
    MigrationOutcome outcome;
    try {
      outcome = run.move();
    } finally {
      moved.release();
    }
    return run.settle(outcome);
  }

  private static MigrationRun run(
      Map<PlannedMigration, MigrationRun> runs, PlannedMigration planned) {
    MigrationRun run = runs.get(planned);
    if (run == null) {
      throw new IllegalStateException("no run for " + planned);
    }
    return run;
  }

  private boolean watch(
      AtomicBoolean over,
      Chronicle chronicle,
      Reservations reservations,
      SampleCollector samples,
      CancelSignal cancel) {
    long replanned = clock.millis();
    long collected = replanned;
    boolean cancelTold = false;
    while (!over.get()) {
      Pause.of(settings.pollEvery());
      long now = clock.millis();
      cancelTold = cancelTold || tellIfCancelled(cancel, chronicle);
      try {
        if (now - replanned >= settings.replanEvery().toMillis()) {
          replanned = now;
          reservations.follow();
        }
        if (now - collected >= COLLECT_EVERY.toMillis()) {
          collected = now;
          samples.collect();
        }
      } catch (RuntimeException e) {
        chronicle.warn("reservations could not follow the load: " + e);
      }
    }
    // The last look may have outlasted what was under way.
    return cancelTold || tellIfCancelled(cancel, chronicle);
  }

  private static boolean tellIfCancelled(CancelSignal cancel, Chronicle chronicle) {
    if (cancel.isCancelled()) {
      chronicle.tell(new EvacuationEvent.Cancelling());
      return true;
    }
    return false;
  }
}
