package dev.drover.decide.evacuation;

import dev.drover.decide.reservation.ReservationSettings;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Reservation;
import dev.drover.model.Technique;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who of the migrations that run side by side has the bandwidth. The paper has urgent VMs migrate
 * in parallel and does not say how they divide the link. Left to TCP they share it, and all of them
 * take as long as the whole: each dirties memory all that time, and nobody's traffic leaves the
 * source before the end. Here one has the link to its end, and the next one, in the order of {@link
 * Turn}, starts while the last bytes of that one are on their way, so that the link is not idle
 * between them: it is under way at a floor then. (QEMU sends 130 KB before it looks at its limit,
 * ten times a second, so a floor is 10 Mbit/s at least; if all of a gang took theirs, what is left
 * under a tight reservation would not be enough for anyone's last rounds.) It gets more than its
 * floor when the first has sent everything, not before: the last rounds of pre-copy need the whole
 * link more than ever, or what is dirtied meanwhile is never less than can be sent in the allowed
 * downtime. Only when the first one's destination cannot take all that the source may send is
 * another destination's let in beside it, for what is left, and only if that is not much less than
 * it would have alone.
 */
final class GangTurns {
  /** The time to start a migration. */
  private static final Duration NEAR = Duration.ofMillis(250);

  private final ReservationSettings settings;
  private final double besideFrom;

  /**
   * Turns by these settings.
   *
   * @param besideFrom see {@link TrafficAwareSettings}
   */
  GangTurns(ReservationSettings settings, double besideFrom) {
    this.settings = settings;
    this.besideFrom = besideFrom;
  }

  /**
   * {@return the most that each may send, by VM; whose turn it is has no entry, who is not to start
   * yet has zero}
   */
  SortedMap<String, BitRate> limits(
      Cluster now, List<ActiveMigration> active, List<Reservation> reservations) {
    SortedMap<String, BitRate> limits = new TreeMap<>();
    Set<String> sources = new TreeSet<>(active.stream().map(ActiveMigration::source).toList());
    for (String source : sources) {
      Optional<BitRate> room = room(reservations, source, TrafficClass.OUTGOING);
      Optional<HostObservation> host = now.host(source);
      if (room.isPresent() && host.isPresent()) {
        BitRate nicRate = host.get().nicRate();
        List<ActiveMigration> gang =
            active.stream()
                .filter(one -> one.source().equals(source))
                .sorted(order(now, nicRate))
                .toList();
        limits.putAll(limits(gang, room.get(), settings.floor(nicRate), reservations));
      }
    }
    return limits;
  }

  /** Those near their end are looked through: whose turn it would be without them starts now. */
  private SortedMap<String, BitRate> limits(
      List<ActiveMigration> gang, BitRate room, BitRate floor, List<Reservation> reservations) {
    SortedMap<String, BitRate> limits = new TreeMap<>();
    SortedMap<String, BitRate> now =
        turns(gang.stream().filter(one -> !isThrough(one)).toList(), room, reservations);
    SortedMap<String, BitRate> soon =
        turns(gang.stream().filter(one -> !nearItsEnd(one)).toList(), room, reservations);
    for (ActiveMigration one : gang) {
      BitRate turn = now.get(one.vm());
      if (turn != null && turn.compareTo(room) < 0) {
        limits.put(one.vm(), turn);
      } else if (turn == null && !isThrough(one)) {
        boolean starts = one.hasStarted() || soon.containsKey(one.vm());
        limits.put(one.vm(), starts ? floor : BitRate.ZERO);
      }
    }
    return limits;
  }

  /** {@return whose turn it is, and what of {@code room} is left to them} */
  private SortedMap<String, BitRate> turns(
      List<ActiveMigration> gang, BitRate room, List<Reservation> reservations) {
    SortedMap<String, BitRate> turns = new TreeMap<>();
    Set<String> busy = new TreeSet<>();
    BitRate left = room;
    for (ActiveMigration one : gang) {
      BitRate there =
          room(reservations, one.destination(), TrafficClass.INCOMING).orElse(room).min(room);
      boolean turn =
          !busy.contains(one.destination()) && left.compareTo(there.times(besideFrom)) >= 0;
      if (one.vmAtDestination()) {
        turns.put(one.vm(), room);
      } else if (turn) {
        turns.put(one.vm(), left);
      } else {
        continue;
      }
      if (busy.add(one.destination())) {
        left = left.minusOrZero(there);
      }
    }
    return turns;
  }

  /** Nothing is left to send, though the source has not been told yet that the VM has arrived. */
  private static boolean isThrough(ActiveMigration one) {
    return one.technique() == Technique.PRE_COPY && one.stopped() && one.remaining().count() == 0;
  }

  private static boolean nearItsEnd(ActiveMigration one) {
    return switch (one.technique()) {
      case PRE_COPY -> one.stopped();
      case POST_COPY, HYBRID ->
          one.vmAtDestination()
              && one.rate().bitsPerSecond() > 0
              && one.remaining().compareTo(one.rate().in(NEAR)) < 0;
    };
  }

  /**
   * Turns do not change half-way: who started first is first. Before that come VMs that run at
   * their destination already and wait for their pages.
   */
  private static Comparator<ActiveMigration> order(Cluster now, BitRate nicRate) {
    return Comparator.comparing(ActiveMigration::priority)
        .thenComparing(ActiveMigration::vmAtDestination, Comparator.reverseOrder())
        .thenComparing(ActiveMigration::hasStarted, Comparator.reverseOrder())
        .thenComparingLong(one -> one.startedAtMs().orElse(Long.MAX_VALUE))
        .thenComparing(one -> turn(now, nicRate, one));
  }

  private static Turn turn(Cluster now, BitRate nicRate, ActiveMigration one) {
    return new Turn(
        one.vm(),
        now.vm(one.vm()).map(VmObservation::traffic).orElse(Traffic.NONE),
        nicRate,
        one.remaining(),
        now.host(one.destination()).map(host -> host.workloadLoad().in()).orElse(BitRate.ZERO));
  }

  private static Optional<BitRate> room(
      List<Reservation> reservations, String host, TrafficClass direction) {
    return reservations.stream()
        .filter(one -> one.host().equals(host) && one.direction() == direction)
        .map(one -> one.migrationYields() ? one.migrationCeiling() : one.migration())
        .findFirst();
  }
}
