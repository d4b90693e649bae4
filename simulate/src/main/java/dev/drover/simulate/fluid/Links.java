package dev.drover.simulate.fluid;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.simulate.kernel.SimTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The directions of a topology's links by number: the link at place i is 2i from left to right and
 * 2i + 1 back. Of several links between the same two nodes the first one is used.
 */
final class Links {
  private final Map<String, Map<String, Integer>> byEnds = new HashMap<>();
  private final List<Link> links;

  Links(Topology topology) {
    links = topology.links();
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      byEnds.computeIfAbsent(link.left(), _ -> new HashMap<>()).putIfAbsent(link.right(), 2 * i);
      byEnds
          .computeIfAbsent(link.right(), _ -> new HashMap<>())
          .putIfAbsent(link.left(), 2 * i + 1);
    }
  }

  /** {@return how many directions there are} */
  int count() {
    return 2 * links.size();
  }

  /** {@return the other direction of the same link} */
  static int reverse(int direction) {
    return direction ^ 1;
  }

  /** {@return bits each second} */
  double capacity(int direction) {
    return links.get(direction >> 1).rate().bitsPerSecond();
  }

  long delay(int direction) {
    return SimTime.of(links.get(direction >> 1).delay());
  }

  /**
   * {@return the direction from {@code node} to {@code neighbour}}
   *
   * @throws IllegalArgumentException when they are not neighbours
   */
  int between(String node, String neighbour) {
    Integer direction = byEnds.getOrDefault(node, Map.of()).get(neighbour);
    if (direction == null) {
      throw new IllegalArgumentException("no link from " + node + " to " + neighbour);
    }
    return direction;
  }

  int[] along(Route route) {
    List<String> nodes = route.nodes();
    int[] directions = new int[nodes.size() - 1];
    for (int i = 0; i < directions.length; i++) {
      directions[i] = between(nodes.get(i), nodes.get(i + 1));
    }
    return directions;
  }

  /**
   * {@return the direction from {@code host} into the network}
   *
   * @throws IllegalArgumentException when it has not exactly one link
   */
  int outOf(String host) {
    Map<String, Integer> neighbours = byEnds.getOrDefault(host, Map.of());
    if (neighbours.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d links; a NIC that is divided is the only one of its host"
              .formatted(host, neighbours.size()));
    }
    return neighbours.values().iterator().next();
  }
}
