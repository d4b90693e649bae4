package dev.drover.decide.evacuation;

import dev.drover.decide.reservation.ReservationSettings;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.ArrayList;
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
 * source before the end. Here one has the link, and the next one starts as that one's end comes
 * near, so that the link is not idle between them: it is under way at a floor then. (QEMU sends 130
 * KB before it looks at its limit, ten times a second, so a floor is 10 Mbit/s at least; if all of
 * a gang took theirs, what is left under a tight reservation would not be enough for anyone's last
 * rounds.) It has the link whose end relieves the source of most traffic for what is left to send
 * (Smith's rule, weighted shortest processing time first: the weight is the VM's own traffic): a VM
 * that sends much makes room for all that follow, and of VMs that send nothing the one nearest to
 * its end goes first. As one proceeds it is ever more worth, so turns do not change half-way. The
 * next one gets more than its floor when the first has ended, not before: the last rounds of
 * pre-copy need the whole link more than ever, or what is dirtied meanwhile is never less than can
 * be sent in the allowed downtime. Only when the first one's destination cannot take all that the
 * source may send is another destination's let in beside it.
 */
final class GangTurns {
  /** What a VM that sends nothing counts as sending, so that of such VMs the smaller goes first. */
  private static final BitRate SILENT = BitRate.ofMegabitsPerSecond(1);

  /** Longer than to start a migration takes. */
  private static final Duration NEAR = Duration.ofSeconds(1);

  private final ReservationSettings settings;

  GangTurns(ReservationSettings settings) {
    this.settings = settings;
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
      Optional<BitRate> floor = now.host(source).map(HostObservation::nicRate).map(settings::floor);
      if (room.isPresent() && floor.isPresent()) {
        List<ActiveMigration> gang =
            active.stream().filter(one -> one.source().equals(source)).sorted(order(now)).toList();
        List<ActiveMigration> waiting = waiting(gang, room.get(), reservations);
        boolean next =
            gang.stream().filter(one -> !waiting.contains(one)).anyMatch(GangTurns::nearItsEnd);
        for (ActiveMigration one : waiting) {
          boolean started = !one.elapsed().isZero();
          limits.put(one.vm(), next || started ? floor.get() : BitRate.ZERO);
          next = false;
        }
      }
    }
    return limits;
  }

  /**
   * {@return the traffic that leaves the source with a VM for each byte that has to be sent first}
   *
   * @param out what the VM sends
   */
  static double relief(BitRate out, Bytes remaining) {
    return (double) out.plus(SILENT).bitsPerSecond() / Math.max(1, remaining.count());
  }

  /** Of its round, that is: it may find that another is needed. */
  private static boolean nearItsEnd(ActiveMigration one) {
    return one.rate().bitsPerSecond() > 0 && one.remaining().compareTo(one.rate().in(NEAR)) < 0;
  }

  /** A VM that runs at its destination already waits for its pages. */
  private static Comparator<ActiveMigration> order(Cluster now) {
    return Comparator.comparing(ActiveMigration::priority)
        .thenComparing(ActiveMigration::vmAtDestination, Comparator.reverseOrder())
        .thenComparing(one -> relief(now, one), Comparator.reverseOrder())
        .thenComparing(ActiveMigration::vm);
  }

  private static double relief(Cluster now, ActiveMigration one) {
    return now.vm(one.vm())
        .map(vm -> relief(vm.traffic().out(), one.remaining()))
        .orElseGet(() -> relief(BitRate.ZERO, one.remaining()));
  }

  private static List<ActiveMigration> waiting(
      List<ActiveMigration> gang, BitRate room, List<Reservation> reservations) {
    List<ActiveMigration> waiting = new ArrayList<>();
    Set<String> busy = new TreeSet<>();
    BitRate taken = BitRate.ZERO;
    for (ActiveMigration one : gang) {
      boolean turn = taken.compareTo(room) < 0 && !busy.contains(one.destination());
      if (!turn && !one.vmAtDestination()) {
        waiting.add(one);
      } else if (busy.add(one.destination())) {
        taken =
            taken.plus(room(reservations, one.destination(), TrafficClass.INCOMING).orElse(room));
      }
    }
    return waiting;
  }

  private static Optional<BitRate> room(
      List<Reservation> reservations, String host, TrafficClass direction) {
    return reservations.stream()
        .filter(one -> one.host().equals(host) && one.direction() == direction)
        .map(one -> one.migrationYields() ? one.migrationCeiling() : one.migration())
        .findFirst();
  }
}
