package dev.drover.control.execute;

import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.VmStatus;
import dev.drover.calls.CallException;
import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.TaskGroup;
import dev.drover.control.journal.JournalEntry;
import dev.drover.control.observe.Ownership;
import dev.drover.decide.evacuation.ActiveMigration;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Transport;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One migration of a run: {@link #prepare}, then {@link #move}, then {@link #settle}; each once,
 * one after the other. Whatever fails comes back as an outcome.
 */
final class MigrationRun {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

  private final PlannedMigration planned;
  private final String id;
  private final VmStatus vm;
  private final Agents agents;
  private final ExecutionSettings settings;
  private final Chronicle chronicle;
  private final Reservations reservations;
  private final KeptRoute route;
  private final CancelSignal cancel;
  private final Locator locator;
  private final Follower follower;

  /** Open when QEMU was told to start, or never will be. */
  private final CountDownLatch underWay = new CountDownLatch(1);

  private @Nullable Future<PrepareReply> preparation;
  private boolean started;

  MigrationRun(
      PlannedMigration planned,
      String id,
      VmStatus vm,
      Agents agents,
      ExecutionSettings settings,
      Chronicle chronicle,
      Reservations reservations,
      KeptRoute route,
      CancelSignal cancel) {
    this.planned = planned;
    this.id = id;
    this.vm = vm;
    this.agents = agents;
    this.settings = settings;
    this.chronicle = chronicle;
    this.reservations = reservations;
    this.route = route;
    this.cancel = cancel;
    this.locator = new Locator(agents);
    this.follower =
        new Follower(
            planned,
            id,
            vm.resident(),
            agents.agent(planned.source()),
            settings,
            chronicle,
            cancel,
            reservations::update);
  }

  /** Has the destination make room, in the background. */
  void prepare(TaskGroup group) {
    if (!cancel.isCancelled()) {
      preparation = group.fork(this::prepareNow);
    }
  }

  /** The same, once {@code first} is under way or will not be. */
  void prepareAfter(MigrationRun first, TaskGroup group) {
    if (!cancel.isCancelled()) {
      preparation =
          group.fork(() -> {
            first.underWay.await();
            return prepareNow();
          });
    }
  }

  private PrepareReply prepareNow() {
    long from = chronicle.now();
    chronicle.announce(
        new JournalEntry.Preparing(
            from, id, planned.vm(), planned.source(), planned.destination()));
    PrepareReply reply =
        agents
            .agent(planned.destination())
            .prepare(
                new PrepareRequest(
                    id, vm.spec(), planned.source(), planned.technique(), settings.transfer()));
    chronicle.tell(
        new EvacuationEvent.DestinationPrepared(
            planned.vm(), planned.destination(), Duration.ofMillis(chronicle.now() - from)));
    if (settings.transfer().transport() != Transport.DIRECT) {
      agents.agent(planned.source()).ready(settings.transfer());
    }
    return reply;
  }

  /** Moves the VM; returns as soon as the network is free of it. */
  MigrationOutcome move() {
    try {
      return tryToMove();
    } catch (RuntimeException e) {
      LOG.warn("migration {} of vm {}", id, planned.vm(), e);
      return started ? located(String.valueOf(e.getMessage())) : stays("setup", e);
    } finally {
      underWay.countDown();
      reservations.end(planned.vm());
      route.release();
    }
  }

  private MigrationOutcome tryToMove() {
    if (cancel.isCancelled() || preparation == null) {
      return new MigrationOutcome.Cancelled("asked by the operator before it started");
    }
    PrepareReply listener;
    try {
      listener = TaskGroup.join(preparation);
    } catch (CallException e) {
      return stays("prepare", e);
    }
    if (cancel.isCancelled()) {
      return new MigrationOutcome.Cancelled("asked by the operator before it started");
    }
    Optional<BitRate> limit;
    try {
      limit = reservations.begin(notStarted(), id, cancel);
    } catch (CallException e) {
      return stays("reserve", e);
    }
    if (cancel.isCancelled()) {
      return new MigrationOutcome.Cancelled("asked by the operator before it started");
    }
    route.reserve(listener);
    chronicle.announce(new JournalEntry.Started(chronicle.now(), id));
    started = true;
    chronicle.tell(new EvacuationEvent.MigrationStarted(planned, id));
    try {
      agents.agent(planned.source()).start(request(listener, limit));
    } catch (CallException e) {
      if (e.kind() != CallException.Kind.UNREACHABLE) {
        return stays("setup", e);
      }
    }
    underWay.countDown();
    return switch (follower.follow()) {
      case Follower.End.Told(MigrationOutcome outcome) -> outcome;
      case Follower.End.Unknown _ ->
          located(planned.source() + " does not know the migration (its agent was restarted?)");
      case Follower.End.Silent(String cause) -> located(cause);
    };
  }

  /** {@return this migration before its start command} */
  ActiveMigration notStarted() {
    return ActiveMigration.notStarted(planned, vm.resident());
  }

  private StartRequest request(PrepareReply listener, Optional<BitRate> limit) {
    return new StartRequest(
        id,
        planned.vm(),
        planned.destination(),
        agents.url(planned.destination()),
        listener,
        planned.technique(),
        limit,
        settings.downtimeLimit(),
        settings.stallLimit(),
        settings.transfer());
  }

  /** It never started: the VM is where it was. */
  private MigrationOutcome stays(String phase, RuntimeException why) {
    return new MigrationOutcome.Failed(phase, String.valueOf(why.getMessage()), planned.source());
  }

  /** The source's agent cannot tell how it ended; both agents may know where the VM is. */
  private MigrationOutcome located(String cause) {
    Optional<String> host = locator.running(planned.vm(), ends());
    if (host.isEmpty()) {
      return new MigrationOutcome.Unsettled(follower.phase(), cause);
    }
    return host.get().equals(planned.destination())
        ? new MigrationOutcome.Completed()
        : new MigrationOutcome.Failed(follower.phase(), cause, host.get());
  }

  /** Verifies (step 5 of the paper) or cleans up, and says where the VM is. */
  MigrationReport settle(MigrationOutcome outcome) {
    MigrationOutcome settled =
        switch (outcome) {
          case MigrationOutcome.Completed _ -> verified();
          case MigrationOutcome.Cancelled _,
              MigrationOutcome.Failed _,
              MigrationOutcome.Lost _,
              MigrationOutcome.Unsettled _ ->
              outcome;
        };
    Optional<String> runsAt = whereNow(settled);
    chronicle.note(new JournalEntry.Ended(chronicle.now(), id, settled.toString(), runsAt));
    tidy(settled);
    chronicle.ended(planned.vm(), settled, runsAt);
    return new MigrationReport(
        planned,
        id,
        vm.resident(),
        follower.telemetry(),
        follower.latest(),
        settled,
        runsAt,
        settled instanceof MigrationOutcome.Completed && runsAt.isPresent());
  }

  private MigrationOutcome verified() {
    long until = chronicle.now() + settings.verifyLimit().toMillis();
    while (true) {
      Optional<Ownership.Place> place = locator.find(planned.vm(), ends());
      if (place.isPresent() && isFinal(place.get())) {
        return new MigrationOutcome.Completed();
      }
      if (chronicle.now() >= until) {
        return unverified(place);
      }
      Pause.of(settings.pollEvery());
    }
  }

  private boolean isFinal(Ownership.Place place) {
    return place.host().equals(planned.destination())
        && place.status().state() == VmState.RUNNING
        && place.status().role() == VmStatus.Role.OWNER;
  }

  private MigrationOutcome unverified(Optional<Ownership.Place> place) {
    if (place.isEmpty()) {
      return new MigrationOutcome.Unsettled(
          "finalise", "neither " + String.join(" nor ", ends()) + " shows the vm");
    }
    VmStatus seen = place.get().status();
    String cause = "the vm is " + seen.state() + " as " + seen.role() + " on " + place.get().host();
    return seen.state() == VmState.RUNNING
        ? new MigrationOutcome.Failed("finalise", cause, place.get().host())
        : new MigrationOutcome.Unsettled("finalise", cause);
  }

  private Optional<String> whereNow(MigrationOutcome outcome) {
    Optional<String> seen = locator.running(planned.vm(), ends());
    return switch (outcome) {
      case MigrationOutcome.Completed _,
          MigrationOutcome.Cancelled _,
          MigrationOutcome.Lost _,
          MigrationOutcome.Unsettled _ ->
          seen;
      case MigrationOutcome.Failed(_, _, String host) -> seen.or(() -> Optional.of(host));
    };
  }

  /** Lets the destination forget what did not come; only what is settled leaves the journal. */
  private void tidy(MigrationOutcome outcome) {
    boolean clean =
        switch (outcome) {
          case MigrationOutcome.Completed _, MigrationOutcome.Lost _ -> true;
          case MigrationOutcome.Cancelled _ -> abandoned();
          case MigrationOutcome.Failed(_, _, String host) ->
              host.equals(planned.destination()) || abandoned();
          case MigrationOutcome.Unsettled _ -> false;
        };
    if (clean) {
      chronicle.note(new JournalEntry.Settled(chronicle.now(), id));
    }
  }

  private boolean abandoned() {
    if (preparation == null) {
      return true;
    }
    Optional<String> left = Abandonment.of(agents, planned.destination(), id, planned.vm());
    left.ifPresent(chronicle::warn);
    return left.isEmpty();
  }

  private List<String> ends() {
    return List.of(planned.source(), planned.destination());
  }
}
