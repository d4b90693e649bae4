package dev.drover.decide.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds any placement of all VMs, or proves that there is none: depth-first, largest VM first, the
 * tightest host first, with a bound on the steps. Its first descent is best-fit decreasing.
 */
final class PackingSearch {
  private final List<Room> needs;
  private final int[] order;
  private final int[] hostOf;
  private long stepsLeft;

  private PackingSearch(List<Room> needs, long steps) {
    this.needs = needs;
    this.order =
        IntStream.range(0, needs.size())
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> needs.get(i).memory()).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    this.hostOf = new int[needs.size()];
    this.stepsLeft = steps;
  }

  /** Looks for a host, by index, for every need. */
  static Result search(List<Room> needs, List<Room> hosts, long steps) {
    PackingSearch search = new PackingSearch(needs, steps);
    if (search.place(0, new ArrayList<>(hosts))) {
      return new Packed(IntStream.of(search.hostOf).boxed().toList());
    }
    return search.stepsLeft > 0 ? new Impossible() : new GaveUp();
  }

  private boolean place(int depth, List<Room> hosts) {
    if (depth == order.length) {
      return true;
    }
    Room need = needs.get(order[depth]);
    List<Room> tried = new ArrayList<>();
    for (int host : tightestFirst(hosts)) {
      Room room = hosts.get(host);
      if (!room.fits(need) || tried.contains(room)) {
        continue;
      }
      if (--stepsLeft <= 0) {
        return false;
      }
      tried.add(room);
      hosts.set(host, room.less(need));
      hostOf[order[depth]] = host;
      if (place(depth + 1, hosts)) {
        return true;
      }
      hosts.set(host, room);
    }
    return false;
  }

  private static List<Integer> tightestFirst(List<Room> hosts) {
    return IntStream.range(0, hosts.size())
        .boxed()
        .sorted(Comparator.comparing((Integer host) -> hosts.get(host).memory()))
        .toList();
  }

  /** How the search ended. */
  sealed interface Result {}

  /** One host index for each need, in the order of the needs. */
  record Packed(List<Integer> hosts) implements Result {
    Packed {
      hosts = List.copyOf(hosts);
    }
  }

  /** Every placement was tried or ruled out. */
  record Impossible() implements Result {}

  /** The bound on steps was reached first. */
  record GaveUp() implements Result {}
}
