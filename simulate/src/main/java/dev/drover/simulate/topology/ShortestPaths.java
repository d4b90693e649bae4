package dev.drover.simulate.topology;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.simulate.kernel.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ways with the fewest links between two nodes of a topology. No way passes through a host.
 * Distances to a destination are found once and kept.
 */
public final class ShortestPaths {
  private static final int UNREACHABLE = Integer.MAX_VALUE;

  private final Topology topology;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<List<Integer>> neighbours = new ArrayList<>();
  private final Map<Integer, int[]> distances = new HashMap<>();

  public ShortestPaths(Topology topology) {
    this.topology = topology;
    for (Node node : topology.nodes()) {
      numbers.put(node.name(), numbers.size());
      neighbours.add(new ArrayList<>());
    }
    for (Link link : topology.links()) {
      join(number(link.left()), number(link.right()));
      join(number(link.right()), number(link.left()));
    }
  }

  /**
   * {@return all of them, in the order of the topology's links}
   *
   * @throws IllegalArgumentException when a node is unknown
   */
  public List<Route> all(String source, String destination) {
    List<Route> found = new ArrayList<>();
    List<String> way = new ArrayList<>();
    way.add(source);
    extend(way, number(source), distancesTo(number(destination)), found);
    return found;
  }

  /**
   * {@return the one of {@link #all} that equal-cost multipath routing takes: every node picks
   * among its next hops by a hash of the flow and of itself}
   *
   * @param flow what tells flows between the same nodes apart
   * @throws IllegalArgumentException when a node is unknown or there is no way
   */
  public Route ecmp(String source, String destination, long flow) {
    int[] distance = distancesTo(number(destination));
    int at = number(source);
    if (distance[at] == UNREACHABLE) {
      throw new IllegalArgumentException("no way from " + source + " to " + destination);
    }
    Seeds hash = new Seeds(new Seeds(flow).seed(source + " " + destination));
    List<String> way = new ArrayList<>();
    way.add(source);
    while (distance[at] > 0) {
      List<Integer> next = nextHops(at, distance);
      String name = topology.nodes().get(at).name();
      at = next.get((int) Long.remainderUnsigned(hash.seed(name), next.size()));
      way.add(topology.nodes().get(at).name());
    }
    return new Route(way);
  }

  private void extend(List<String> way, int at, int[] distance, List<Route> found) {
    if (distance[at] == UNREACHABLE) {
      return;
    }
    if (distance[at] == 0) {
      found.add(new Route(way));
      return;
    }
    for (int next : nextHops(at, distance)) {
      way.add(topology.nodes().get(next).name());
      extend(way, next, distance, found);
      way.removeLast();
    }
  }

  private List<Integer> nextHops(int at, int[] distance) {
    List<Integer> closer = new ArrayList<>();
    for (int next : neighbours.get(at)) {
      if (distance[next] == distance[at] - 1) {
        closer.add(next);
      }
    }
    return closer;
  }

  private int[] distancesTo(int destination) {
    return distances.computeIfAbsent(destination, this::measure);
  }

  private int[] measure(int destination) {
    int[] distance = new int[numbers.size()];
    Arrays.fill(distance, UNREACHABLE);
    distance[destination] = 0;
    ArrayDeque<Integer> reached = new ArrayDeque<>();
    reached.add(destination);
    while (!reached.isEmpty()) {
      int at = reached.remove();
      if (at != destination && topology.nodes().get(at).kind() == Node.Kind.HOST) {
        continue;
      }
      for (int next : neighbours.get(at)) {
        if (distance[next] == UNREACHABLE) {
          distance[next] = distance[at] + 1;
          reached.add(next);
        }
      }
    }
    return distance;
  }

  private void join(int one, int other) {
    List<Integer> list = neighbours.get(one);
    if (!list.contains(other)) {
      list.add(other);
    }
  }

  private int number(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("no node " + name + " in the topology");
    }
    return number;
  }
}
