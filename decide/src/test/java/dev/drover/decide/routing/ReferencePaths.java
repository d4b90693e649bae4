package dev.drover.decide.routing;

import dev.drover.decide.routing.RouteDecision.Routed;
import dev.drover.decide.routing.RouteDecision.Unreachable;
import dev.drover.model.network.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link ShortestPaths} must agree with, route by route: Dijkstra's algorithm as it is in
 * textbooks, from a destination back to a source, without a heap. A link has two costs; routes
 * compare by the sum of the first, then by that of the second. Together they are above zero for
 * every link, so that a shortest route has no circle. Hosts between the ends are never passed.
 */
final class ReferencePaths {
  private static final long FAR = Long.MAX_VALUE;

  private final RoutingGraph graph;
  private final int source;
  private final int destination;
  private final long[] first;
  private final long[] second;

  /** Costs from each node to the destination; final up to the source's own. */
  private final long[] farFirst;

  private final long[] farSecond;

  private ReferencePaths(
      RoutingGraph graph, int source, int destination, long[] first, long[] second) {
    this.graph = graph;
    this.source = source;
    this.destination = destination;
    this.first = first;
    this.second = second;
    this.farFirst = new long[graph.nodes()];
    this.farSecond = new long[graph.nodes()];
  }

  /**
   * Searches.
   *
   * @param first cost by link, 0 to {@link RoutingView#MAXIMUM}
   * @param second cost by link, 0 to the same; above zero where the first is zero
   */
  static ReferencePaths between(
      RoutingGraph graph, String source, String destination, long[] first, long[] second) {
    if (source.equals(destination)) {
      throw new IllegalArgumentException("a flow from " + source + " to itself needs no route");
    }
    ReferencePaths paths =
        new ReferencePaths(graph, graph.number(source), graph.number(destination), first, second);
    paths.search();
    return paths;
  }

  private void search() {
    Arrays.fill(farFirst, FAR);
    Arrays.fill(farSecond, FAR);
    farFirst[destination] = 0;
    farSecond[destination] = 0;
    boolean[] done = new boolean[graph.nodes()];
    for (int node = least(done); node >= 0 && node != source; node = least(done)) {
      done[node] = true;
      relax(node);
    }
  }

  /** {@return the nearest node that is not done, or -1} */
  private int least(boolean[] done) {
    int least = -1;
    for (int node = 0; node < done.length; node++) {
      if (!done[node]
          && farFirst[node] != FAR
          && (least < 0
              || farFirst[node] < farFirst[least]
              || (farFirst[node] == farFirst[least] && farSecond[node] < farSecond[least]))) {
        least = node;
      }
    }
    return least;
  }

  private void relax(int node) {
    for (int at = graph.first(node); at < graph.first(node + 1); at++) {
      int next = graph.neighbour(at);
      if (next != source && !graph.forwards(next)) {
        continue;
      }
      int link = graph.link(at);
      long one = farFirst[node] + first[link];
      long two = farSecond[node] + second[link];
      if (one < farFirst[next] || (one == farFirst[next] && two < farSecond[next])) {
        farFirst[next] = one;
        farSecond[next] = two;
      }
    }
  }

  /** {@return whether the link at {@code at}, one of {@code node}'s, begins a shortest route} */
  private boolean leadsOn(int node, int at) {
    int next = graph.neighbour(at);
    int link = graph.link(at);
    return farFirst[next] != FAR
        && farFirst[next] + first[link] == farFirst[node]
        && farSecond[next] + second[link] == farSecond[node];
  }

  /** {@return the shortest route; of several the first in the order of the nodes} */
  RouteDecision firstRoute() {
    if (farFirst[source] == FAR) {
      return unreachable();
    }
    List<String> nodes = new ArrayList<>();
    int node = source;
    nodes.add(graph.name(node));
    while (node != destination) {
      int at = graph.first(node);
      while (!leadsOn(node, at)) {
        at++;
      }
      node = graph.neighbour(at);
      nodes.add(graph.name(node));
    }
    return new Routed(new Route(nodes));
  }

  /** {@return one of all shortest routes, each for the same part of all values of {@code hash}} */
  RouteDecision anyRoute(long hash) {
    if (farFirst[source] == FAR) {
      return unreachable();
    }
    long[] counts = new long[graph.nodes()];
    counts[destination] = 1;
    long rest = Long.remainderUnsigned(hash, count(source, counts));
    List<String> nodes = new ArrayList<>();
    int node = source;
    nodes.add(graph.name(node));
    while (node != destination) {
      int at = graph.first(node) - 1;
      long through = 0;
      do {
        rest -= through;
        at++;
        through = leadsOn(node, at) ? counts[graph.neighbour(at)] : 0;
      } while (rest >= through);
      node = graph.neighbour(at);
      nodes.add(graph.name(node));
    }
    return new Routed(new Route(nodes));
  }

  /** Counts shortest routes from {@code node}; links between the same two nodes count singly. */
  private long count(int node, long[] counts) {
    if (counts[node] == 0) {
      long count = 0;
      for (int at = graph.first(node); at < graph.first(node + 1); at++) {
        if (leadsOn(node, at)) {
          count = Math.addExact(count, count(graph.neighbour(at), counts));
        }
      }
      counts[node] = count;
    }
    return counts[node];
  }

  private RouteDecision unreachable() {
    return new Unreachable(graph.name(source), graph.name(destination));
  }
}
