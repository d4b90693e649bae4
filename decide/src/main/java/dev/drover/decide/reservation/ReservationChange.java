package dev.drover.decide.reservation;

import dev.drover.model.Reservation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What hosts have to be told so that what is wanted is in force. A host gives back both directions
 * of its NIC at once: the one that is still wanted is made again after.
 *
 * @param release hosts whose reservations go first
 * @param reserve what is then reserved, in the order in which it was wanted
 */
public record ReservationChange(SortedSet<String> release, List<Reservation> reserve) {
  /** Load is never measured twice the same; queues are not rebuilt each second for less. */
  private static final double SAME = 0.02;

  public ReservationChange {
    release = Collections.unmodifiableSortedSet(new TreeSet<>(release));
    reserve = List.copyOf(reserve);
  }

  /** {@return the way from {@code inForce} to {@code wanted}} */
  public static ReservationChange of(
      Collection<Reservation> inForce, Collection<Reservation> wanted) {
    SortedSet<String> release = new TreeSet<>();
    for (Reservation old : inForce) {
      if (wanted.stream().noneMatch(next -> sameNic(old, next))) {
        release.add(old.host());
      }
    }
    List<Reservation> reserve = new ArrayList<>();
    for (Reservation next : wanted) {
      boolean stands =
          !release.contains(next.host())
              && inForce.stream().anyMatch(old -> sameNic(old, next) && next.isCloseTo(old, SAME));
      if (!stands) {
        reserve.add(next);
      }
    }
    return new ReservationChange(release, reserve);
  }

  /** {@return whether nobody has to be told anything} */
  public boolean isEmpty() {
    return release.isEmpty() && reserve.isEmpty();
  }

  private static boolean sameNic(Reservation one, Reservation other) {
    return one.host().equals(other.host()) && one.direction() == other.direction();
  }
}
