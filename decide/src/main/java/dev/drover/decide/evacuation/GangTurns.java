package dev.drover.decide.evacuation;

import dev.drover.decide.reservation.ReservationSettings;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
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
 * source before the end (measured: five VMs sent 10 % more than in series and took 15 to 20 %
 * longer). Here the one that is nearest to its end has the link, which makes the mean completion
 * time least (shortest remaining processing time), and the others a floor, so that each is under
 * way. The next one is let in a little before the first has ended, so that the link is never idle;
 * and at once when the first one's destination cannot take all that the source may send.
 */
final class GangTurns {
  /** A migration that will have sent all within this time leaves room for the next. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final ReservationSettings settings;

  GangTurns(ReservationSettings settings) {
    this.settings = settings;
  }

  /** {@return the most that each may send, by VM; whose turn it is has no entry} */
  SortedMap<String, BitRate> limits(
      Cluster now, List<ActiveMigration> active, List<Reservation> reservations) {
    SortedMap<String, BitRate> limits = new TreeMap<>();
    Set<String> sources = new TreeSet<>(active.stream().map(ActiveMigration::source).toList());
    for (String source : sources) {
      Optional<BitRate> room = room(reservations, source, TrafficClass.OUTGOING);
      Optional<BitRate> floor = now.host(source).map(HostObservation::nicRate).map(settings::floor);
      if (room.isPresent() && floor.isPresent()) {
        List<ActiveMigration> gang =
            active.stream().filter(one -> one.source().equals(source)).sorted(ORDER).toList();
        waiting(gang, room.get(), reservations).forEach(vm -> limits.put(vm, floor.get()));
      }
    }
    return limits;
  }

  private static Set<String> waiting(
      List<ActiveMigration> gang, BitRate room, List<Reservation> reservations) {
    Set<String> waiting = new TreeSet<>();
    Set<String> busy = new TreeSet<>();
    BitRate taken = BitRate.ZERO;
    for (ActiveMigration one : gang) {
      boolean turn = taken.compareTo(room) < 0 && !busy.contains(one.destination());
      if (!turn && !one.vmAtDestination()) {
        waiting.add(one.vm());
      } else if (!endsSoon(one) && busy.add(one.destination())) {
        taken =
            taken.plus(room(reservations, one.destination(), TrafficClass.INCOMING).orElse(room));
      }
    }
    return waiting;
  }

  private static boolean endsSoon(ActiveMigration one) {
    return one.rate().in(SOON).compareTo(one.remaining()) >= 0;
  }

  private static Optional<BitRate> room(
      List<Reservation> reservations, String host, TrafficClass direction) {
    return reservations.stream()
        .filter(one -> one.host().equals(host) && one.direction() == direction)
        .map(one -> one.migrationYields() ? one.migrationCeiling() : one.migration())
        .findFirst();
  }

  /** A VM that runs at its destination already waits for its pages. */
  private static final Comparator<ActiveMigration> ORDER =
      Comparator.comparing(ActiveMigration::priority)
          .thenComparing(ActiveMigration::vmAtDestination, Comparator.reverseOrder())
          .thenComparing(ActiveMigration::remaining)
          .thenComparing(ActiveMigration::vm);
}
