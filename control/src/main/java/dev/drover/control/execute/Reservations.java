package dev.drover.control.execute;

import dev.drover.calls.CallException;
import dev.drover.control.inventory.Agents;
import dev.drover.control.journal.JournalEntry;
import dev.drover.control.observe.Observation;
import dev.drover.control.observe.Observer;
import dev.drover.decide.evacuation.ActiveMigration;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.decide.reservation.DemandMemory;
import dev.drover.decide.reservation.ReservationChange;
import dev.drover.model.Cluster;
import dev.drover.model.Reservation;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Owns the reservations of one run (step 4 of the traffic-aware paper): asks the policy how to
 * divide the NICs at every start and end of a migration and as often as {@link #follow} is called,
 * tells the agents what has changed, and takes everything back at the end. At every news of a
 * migration it has the {@link RateLimits} follow.
 */
final class Reservations {
  private static final int RELEASE_ATTEMPTS = 3;

  /** How long the network may be idle between two turns. */
  private static final Duration TURN_POLL = Duration.ofMillis(10);

  private final Agents agents;
  private final Observer observer;
  private final EvacuationPolicy policy;
  private final Chronicle chronicle;
  private final ConcurrentSkipListMap<String, ActiveMigration> active =
      new ConcurrentSkipListMap<>();
  private final RateLimits limits;
  private final ReentrantLock turn = new ReentrantLock();
  private final SortedMap<String, Reservation> inForce = new TreeMap<>();
  private final SortedSet<String> reserved = new TreeSet<>();

  /** What was observed last, with what each VM asks for as its traffic. */
  private volatile Cluster latest;

  private DemandMemory demands;
  private long observedAtMs;

  /** Whether a VM has changed hosts since, or failed to. */
  private volatile boolean outdated;

  private boolean closed;

  Reservations(
      Agents agents,
      Observer observer,
      EvacuationPolicy policy,
      Chronicle chronicle,
      Observation first) {
    this.agents = agents;
    this.observer = observer;
    this.policy = policy;
    this.chronicle = chronicle;
    this.limits = new RateLimits(agents, policy);
    this.latest = first.cluster();
    this.demands = DemandMemory.of(latest);
    this.observedAtMs = first.atMs();
  }

  /**
   * Makes room before a migration starts, and waits until its policy lets it start.
   *
   * @param id of the migration
   * @return the most that it may send at first; empty when as much as its reservation leaves it
   * @throws CallException when an end of the migration does not take its reservation: then it must
   *     not start, or tenants would not be protected
   */
  Optional<BitRate> begin(ActiveMigration migration, String id, CancelSignal cancel) {
    active.put(migration.vm(), migration);
    if (outdated) {
      observe();
    }
    SortedMap<String, CallException> refused = apply();
    for (String host : List.of(migration.source(), migration.destination())) {
      CallException why = refused.get(host);
      if (why != null) {
        active.remove(migration.vm());
        throw why;
      }
    }
    while (true) {
      Optional<BitRate> limit = turn(migration, id);
      boolean wait = limit.filter(rate -> rate.bitsPerSecond() == 0).isPresent();
      if (!wait || cancel.isCancelled()) {
        return limit;
      }
      Pause.of(TURN_POLL);
    }
  }

  /** Who may start counts as started at once, or another would be let in beside it. */
  private Optional<BitRate> turn(ActiveMigration migration, String id) {
    turn.lock();
    try {
      Optional<BitRate> limit = limits.first(migration.vm(), id, latest, active.values());
      if (limit.filter(rate -> rate.bitsPerSecond() == 0).isEmpty()) {
        active.put(migration.vm(), migration.started(OptionalLong.of(chronicle.now())));
      }
      return limit;
    } finally {
      turn.unlock();
    }
  }

  /** New telemetry; used when reservations are next divided. */
  void update(ActiveMigration migration) {
    if (active.computeIfPresent(
            migration.vm(), (_, before) -> migration.started(before.startedAtMs()))
        != null) {
      limits.follow(latest, active.values());
    }
  }

  /**
   * The migration is over: its share goes to others at once. When it was the last one, the next
   * {@link #begin} or {@link #follow} clears up: the next group mostly needs the same NICs, and to
   * take all back first would leave the network idle for as long.
   */
  void end(String vm) {
    limits.forget(vm);
    outdated = true;
    if (active.remove(vm) != null && !active.isEmpty()) {
      limits.follow(latest, active.values());
      warn(apply());
    }
  }

  /** Looks at the load and divides anew. */
  void follow() {
    if (active.isEmpty()) {
      warn(apply());
      return;
    }
    if (observe()) {
      warn(apply());
    }
  }

  /**
   * {@return whether all hosts that matter have answered; what was known before stands otherwise}
   */
  private boolean observe() {
    Observation now = observer.observe();
    now.conflicts().forEach(chronicle::warn);
    boolean complete = now.unreachable().keySet().stream().noneMatch(hosts()::contains);
    if (complete) {
      remember(now);
    }
    return complete;
  }

  /** Takes all back, and allows none any more. What cannot be released stays in the journal. */
  synchronized void releaseAll() {
    closed = true;
    for (String host : List.copyOf(reserved)) {
      release(host, RELEASE_ATTEMPTS);
    }
    if (!inForce.isEmpty()) {
      inForce.clear();
      tell();
    }
  }

  private synchronized void remember(Observation now) {
    Duration elapsed = Duration.ofMillis(Math.max(0, now.atMs() - observedAtMs));
    demands = demands.next(now.cluster(), List.copyOf(inForce.values()), elapsed);
    observedAtMs = now.atMs();
    outdated = false;
    latest = demands.recall(now.cluster());
  }

  private Set<String> hosts() {
    return active.values().stream()
        .flatMap(m -> List.of(m.source(), m.destination()).stream())
        .collect(Collectors.toSet());
  }

  private synchronized SortedMap<String, CallException> apply() {
    SortedMap<String, CallException> refused = new TreeMap<>();
    if (closed) {
      return refused;
    }
    List<Reservation> wanted =
        active.isEmpty() ? List.of() : policy.reserve(latest, List.copyOf(active.values()));
    ReservationChange change = ReservationChange.of(inForce.values(), wanted);
    change.release().forEach(host -> release(host, 1));
    for (Reservation reservation : change.reserve()) {
      try {
        reserve(reservation);
      } catch (CallException e) {
        refused.put(reservation.host(), e);
      }
    }
    if (!change.isEmpty()) {
      tell();
    }
    return refused;
  }

  private void reserve(Reservation reservation) {
    if (!reserved.contains(reservation.host())) {
      chronicle.announce(new JournalEntry.Reserving(chronicle.now(), reservation.host()));
      reserved.add(reservation.host());
    }
    agents.agent(reservation.host()).reserve(reservation);
    inForce.put(key(reservation), reservation);
  }

  private void release(String host, int attempts) {
    for (int attempt = 1; ; attempt++) {
      try {
        agents.agent(host).release();
        inForce.values().removeIf(r -> r.host().equals(host));
        reserved.remove(host);
        chronicle.note(new JournalEntry.Released(chronicle.now(), host));
        return;
      } catch (CallException e) {
        if (attempt >= attempts) {
          chronicle.warn("the reservation on " + host + " could not be removed: " + e.getMessage());
          return;
        }
      }
    }
  }

  private void tell() {
    chronicle.tell(
        new EvacuationEvent.ReservationsChanged(
            chronicle.now(), new ArrayList<>(inForce.values())));
  }

  private void warn(SortedMap<String, CallException> refused) {
    refused.forEach((host, why) ->
        chronicle.warn("the reservation on " + host + " could not be made: " + why.getMessage()));
  }

  private static String key(Reservation reservation) {
    return reservation.host() + " " + reservation.direction();
  }
}
