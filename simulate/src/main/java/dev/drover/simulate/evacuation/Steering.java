package dev.drover.simulate.evacuation;

import dev.drover.decide.evacuation.ActiveMigration;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.decide.reservation.DemandMemory;
import dev.drover.decide.reservation.ReservationChange;
import dev.drover.model.Cluster;
import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.stream.Reservable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reservations and rate limits of a run, as the control plane keeps them: the policy is asked at
 * every start and end of a migration and once a second how NICs are divided, and at every news of a
 * migration how fast each may send.
 */
final class Steering {
  private final EvacuationPolicy policy;
  private final Reservable network;
  private final World world;
  private final Optional<CommonQueues> queues;
  private final SortedMap<String, ActiveMigration> active = new TreeMap<>();
  private final SortedMap<String, QemuMigration> flowing = new TreeMap<>();
  private final SortedMap<String, Optional<BitRate>> limits = new TreeMap<>();
  private final SortedMap<String, Reservation> inForce = new TreeMap<>();
  private final List<Division> divisions = new ArrayList<>();
  private Cluster latest;
  private DemandMemory demands;
  private long observedAt;
  private boolean outdated;

  /** Starts from what the plan was made from: the world as it is. */
  Steering(
      EvacuationPolicy policy, Reservable network, World world, Optional<CommonQueues> queues) {
    this.policy = policy;
    this.network = network;
    this.world = world;
    this.queues = queues;
    this.latest = world.observe();
    this.demands = DemandMemory.of(latest);
    this.observedAt = world.agenda().now();
  }

  /** Makes room for a migration that is to start as soon as its policy lets it. */
  void begin(QemuMigration migration) {
    active.put(
        migration.planned().vm(),
        ActiveMigration.notStarted(migration.planned(), migration.resident()));
    if (outdated) {
      observe();
    }
    apply();
  }

  /**
   * {@return whether it may start now; then it counts as started}
   *
   * @see #limit
   */
  boolean turn(QemuMigration migration) {
    String vm = migration.planned().vm();
    Optional<BitRate> limit = Optional.ofNullable(wanted().get(vm));
    if (limit.filter(rate -> rate.bitsPerSecond() == 0).isPresent()) {
      return false;
    }
    limits.put(vm, limit);
    flowing.put(vm, migration);
    active.computeIfPresent(vm, (_, before) -> before.started(OptionalLong.of(nowMs())));
    share();
    return true;
  }

  /** {@return the most that a migration whose turn has come may send at first} */
  Optional<BitRate> limit(String vm) {
    return Optional.ofNullable(limits.get(vm)).flatMap(rate -> rate);
  }

  /** News of a migration. */
  void update(QemuMigration migration) {
    active.computeIfPresent(
        migration.planned().vm(),
        (_, before) ->
            before.seen(
                migration.vmAtDestination(),
                migration.stopped(),
                migration.samples().isEmpty()
                    ? Optional.empty()
                    : Optional.of(migration.samples().getLast()),
                migration.traffic(),
                migration.resident()));
    followLimits();
  }

  /** The migration is over: its share goes to others at once. */
  void end(String vm) {
    limits.remove(vm);
    flowing.remove(vm);
    outdated = true;
    if (active.remove(vm) != null && !active.isEmpty()) {
      followLimits();
      apply();
    }
    share();
  }

  /** Looks at the load and divides anew. */
  void follow() {
    if (!active.isEmpty()) {
      observe();
    }
    apply();
  }

  /** {@return whether any NIC is divided by the policy} */
  boolean reserves() {
    return !inForce.isEmpty();
  }

  /** {@return what was in force from when on} */
  List<Division> divisions() {
    return List.copyOf(divisions);
  }

  private void observe() {
    Cluster now = world.observe();
    Duration elapsed = SimTime.toDuration(world.agenda().now() - observedAt);
    demands = demands.next(now, List.copyOf(inForce.values()), elapsed);
    observedAt = world.agenda().now();
    outdated = false;
    latest = demands.recall(now);
  }

  private void apply() {
    List<Reservation> wanted =
        active.isEmpty() ? List.of() : policy.reserve(latest, List.copyOf(active.values()));
    ReservationChange change = ReservationChange.of(inForce.values(), wanted);
    if (change.isEmpty()) {
      return;
    }
    for (String host : change.release()) {
      network.release(host, TrafficClass.OUTGOING);
      network.release(host, TrafficClass.INCOMING);
      inForce.values().removeIf(each -> each.host().equals(host));
    }
    for (Reservation reservation : change.reserve()) {
      network.reserve(reservation);
      inForce.put(reservation.host() + " " + reservation.direction(), reservation);
    }
    divisions.add(new Division(nowMs(), List.copyOf(inForce.values())));
    share();
  }

  private void share() {
    queues.ifPresent(
        each -> each.follow(List.copyOf(flowing.values()), List.copyOf(inForce.values())));
    flowing
        .values()
        .forEach(each ->
            each.divided(
                inForce.values().stream()
                    .anyMatch(one ->
                        one.host().equals(each.planned().source())
                            || one.host().equals(each.planned().destination()))));
  }

  private void followLimits() {
    SortedMap<String, BitRate> wanted = wanted();
    for (QemuMigration migration : flowing.values()) {
      String vm = migration.planned().vm();
      Optional<BitRate> limit = Optional.ofNullable(wanted.get(vm));
      if (!limit.equals(limits.put(vm, limit))) {
        migration.limit(limit);
      }
    }
  }

  private SortedMap<String, BitRate> wanted() {
    return policy.limit(latest, List.copyOf(active.values()));
  }

  private long nowMs() {
    return world.since(world.agenda().now()).toMillis();
  }
}
