package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which routers there are, each of which domain, and who says to be joined to whom. A link counts
 * when both its ends say so, and of which domain a router is only its own word says: what another
 * one says of it leads no packets. Pure; not safe for use by several threads.
 */
final class Topology {
  private final int most;
  private final Map<Xid, Known> known = new LinkedHashMap<>();
  private Set<Xid> reached = Set.of();

  /** What a router has said of itself. */
  private record Known(Xid domain, Set<Xid> joined, long heardNanos) {}

  /**
   * @param most routers that are known, at least 1
   */
  Topology(int most) {
    this.most = most;
  }

  /** {@return the domain that a router has proven to speak for} */
  Optional<Xid> domain(Xid router) {
    return Optional.ofNullable(known.get(router)).map(Known::domain);
  }

  /** {@return whether a router is known, or may become so: one that no way leads to makes room} */
  boolean hasRoom(Xid router) {
    return known.size() < most
        || known.containsKey(router)
        || known.keySet().stream().anyMatch(each -> !reached.contains(each));
  }

  /**
   * Takes a router's word; {@link #hasRoom} is asked before.
   *
   * @param domain as its authority says, which was checked
   * @return whether ways may be other ones now
   */
  boolean learn(Xid router, Xid domain, List<Xid> neighbours, long nowNanos) {
    if (known.size() >= most && !known.containsKey(router)) {
      known.keySet().stream()
          .filter(each -> !reached.contains(each))
          .findFirst()
          .ifPresent(known::remove);
    }
    Set<Xid> joined = new LinkedHashSet<>(neighbours);
    Known before = known.put(router, new Known(domain, joined, nowNanos));
    return before == null || !before.domain().equals(domain) || !before.joined().equals(joined);
  }

  /** Forgets who was not heard for {@code after}; {@return whether there was one} */
  boolean forget(Duration after, long nowNanos) {
    return known.values().removeIf(each -> nowNanos - each.heardNanos() > after.toNanos());
  }

  int size() {
    return known.size();
  }

  /**
   * Finds the ways with the fewest routers: breadth first, every link costs the same.
   *
   * @param adjacent the routers at the other ends of this one's links, each with its domain
   * @return for each domain the adjacent router that leads there
   */
  Map<Xid, Xid> ways(Xid self, Map<Xid, Xid> adjacent) {
    Map<Xid, Xid> firstHop = new LinkedHashMap<>();
    Map<Xid, Xid> ways = new LinkedHashMap<>();
    Deque<Xid> next = new ArrayDeque<>();
    adjacent.forEach((router, domain) -> {
      firstHop.put(router, router);
      ways.putIfAbsent(domain, router);
      next.add(router);
    });
    while (!next.isEmpty()) {
      Xid router = next.remove();
      for (Xid each : joined(router)) {
        if (!each.equals(self) && !firstHop.containsKey(each) && joined(each).contains(router)) {
          Xid hop = firstHop.getOrDefault(router, router);
          firstHop.put(each, hop);
          domain(each).ifPresent(domain -> ways.putIfAbsent(domain, hop));
          next.add(each);
        }
      }
    }
    reached = new HashSet<>(firstHop.keySet());
    return ways;
  }

  private Set<Xid> joined(Xid router) {
    Known said = known.get(router);
    return said == null ? Set.of() : said.joined();
  }
}
