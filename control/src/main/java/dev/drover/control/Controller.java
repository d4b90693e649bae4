package dev.drover.control;

import dev.drover.agent.api.MigrationStatus;
import dev.drover.control.execute.CancelSignal;
import dev.drover.control.execute.Recovery;
import dev.drover.control.execute.RecoveryReport;
import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.inventory.Inventory;
import dev.drover.control.inventory.TaskGroup;
import dev.drover.control.inventory.TaskGroup.Answer;
import dev.drover.control.journal.ControlLock;
import dev.drover.control.journal.Journal;
import dev.drover.control.journal.JournalState;
import dev.drover.control.observe.Observation;
import dev.drover.control.observe.Observer;
import dev.drover.control.plan.Planner;
import dev.drover.control.plan.Planning;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Everything the command line asks of the orchestrator, for one inventory.
 *
 * <p>What an operator can do something about is a {@link ControlException} with one line; so are
 * names that nobody knows. A plan that cannot be made, and a migration that fails, are values.
 */
public final class Controller {
  private final Agents agents;
  private final Path directory;
  private final InstantSource clock;
  private final Observer observer;
  private final boolean seesAll;

  public Controller(Agents agents, Path directory, InstantSource clock) {
    this(agents, directory, clock, true);
  }

  private Controller(Agents agents, Path directory, InstantSource clock, boolean seesAll) {
    this.agents = agents;
    this.directory = directory;
    this.clock = clock;
    this.observer = new Observer(agents, clock);
    this.seesAll = seesAll;
  }

  /** A controller of the hosts of an inventory; nothing is sent yet. */
  public static Controller of(Inventory inventory) {
    return new Controller(Agents.of(inventory), inventory.directory(), InstantSource.system());
  }

  /**
   * A controller of some of the hosts, beside others at work: what it does not know of it leaves
   * alone, where one that sees all tidies it up.
   */
  public static Controller besideOthers(Inventory inventory) {
    return new Controller(
        Agents.of(inventory), inventory.directory(), InstantSource.system(), false);
  }

  /** Looks; changes nothing, and needs no lock. */
  public ControlStatus status() {
    Observation seen = observer.observe();
    List<MigrationStatus> migrations = new ArrayList<>();
    TaskGroup.ask(seen.hosts().keySet(), host -> agents.agent(host).migrations())
        .forEach((_, answer) -> {
          if (answer instanceof Answer.Told<List<MigrationStatus>>(var told)) {
            migrations.addAll(told);
          }
        });
    migrations.sort(
        Comparator.comparing((MigrationStatus m) -> m.outcome().isPresent())
            .thenComparing(Comparator.comparingLong(MigrationStatus::startedAtMs).reversed()));
    boolean busy = ControlLock.isTaken(directory);
    return new ControlStatus(
        seen, migrations, busy ? List.of() : Recovery.inspect(left(), seen), busy);
  }

  /**
   * Plans to empty a host; the dry run.
   *
   * @param policy one of {@code EvacuationPolicies.names()}
   * @param measureFor how long to measure dirty rates, in whole seconds; zero to use what was
   *     measured last
   */
  public Planning planEvacuation(
      String policy, String host, Optional<Priority> priority, Duration measureFor) {
    return new Planner(agents, observer, measureFor)
        .evacuate(Planner.policy(policy), host, priority);
  }

  /** Plans to move one VM; the policy chooses the technique unless it is given. */
  public Planning planMigration(
      String policy,
      String vm,
      String destination,
      Optional<Technique> technique,
      Duration measureFor) {
    return new Planner(agents, observer, measureFor)
        .migrate(Planner.policy(policy), vm, destination, technique);
  }

  /**
   * Plans to move several VMs, each to a host of its own.
   *
   * @param destinations by VM, in the order in which they go
   */
  public Planning planMigrations(
      String policy,
      SequencedMap<String, String> destinations,
      Optional<Technique> technique,
      Duration measureFor) {
    return new Planner(agents, observer, measureFor)
        .migrate(Planner.policy(policy), destinations, technique);
  }

  /**
   * Begins to change things: takes the lock, then settles what a controller left that ended early
   * (waits for its migrations that still run, gives up its prepared destinations, removes its
   * reservations). Plan after this, so that the plan sees the outcome. Calling this and closing the
   * session is all there is to a recovery.
   *
   * @param progress hears, one line each, what is waited for
   * @param cancel stops the waiting
   * @throws ControlException when another controller is at work
   */
  public Session begin(Consumer<String> progress, CancelSignal cancel) {
    ControlLock lock = ControlLock.take(directory);
    try {
      Journal journal = Journal.open(directory);
      RecoveryReport recovery =
          new Recovery(agents, journal, clock, Duration.ofMillis(250), progress)
              .run(left(), seesAll, cancel);
      return new Session(agents, observer, clock, lock, journal, recovery);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private JournalState left() {
    return JournalState.of(Journal.read(directory));
  }
}
