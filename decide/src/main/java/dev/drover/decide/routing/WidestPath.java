package dev.drover.decide.routing;

import dev.drover.model.network.Route;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The path on whose fullest link the most is free. */
final class WidestPath {
  private static final int NONE = -1;

  private WidestPath() {}

  /** {@return what is free along all of {@code path}, in bits per second} */
  static long width(NetworkLoad load, Path path) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < path.links().size(); i++) {
      int from = load.graph().number(path.route().nodes().get(i));
      least = Math.min(least, load.free(path.links().get(i), from));
    }
    return least;
  }

  /**
   * {@return the widest path between the ends of {@code now}; of several the one with the fewest
   * hops, then the first in the order of the nodes from the destination back}
   *
   * @param enough a width beyond which more is of no use
   */
  static Path between(NetworkLoad load, Path now, long enough) {
    RoutingGraph graph = load.graph();
    int source = graph.number(now.route().source());
    int destination = graph.number(now.route().destination());
    long width = Math.min(enough, widest(load, source, destination));
    int[] reachedBy = new int[graph.nodes()];
    int[] reachedFrom = new int[graph.nodes()];
    Arrays.fill(reachedFrom, NONE);
    reachedFrom[source] = source;
    ArrayDeque<Integer> reached = new ArrayDeque<>(List.of(source));
    while (reachedFrom[destination] == NONE) {
      int node = reached.remove();
      for (int at = graph.first(node); at < graph.first(node + 1); at++) {
        int next = graph.neighbour(at);
        if (reachedFrom[next] == NONE
            && (next == destination || graph.forwards(next))
            && load.free(graph.link(at), node) >= width) {
          reachedFrom[next] = node;
          reachedBy[next] = graph.link(at);
          reached.add(next);
        }
      }
    }
    return path(graph, source, destination, reachedFrom, reachedBy);
  }

  private static Path path(
      RoutingGraph graph, int source, int destination, int[] reachedFrom, int[] reachedBy) {
    List<String> nodes = new ArrayList<>();
    List<Integer> links = new ArrayList<>();
    for (int node = destination; node != source; node = reachedFrom[node]) {
      nodes.add(graph.name(node));
      links.add(reachedBy[node]);
    }
    nodes.add(graph.name(source));
    return new Path(new Route(nodes.reversed()), links.reversed());
  }

  /** Dijkstra's algorithm with the least free in place of the sum: the widest nodes first. */
  private static long widest(NetworkLoad load, int source, int destination) {
    RoutingGraph graph = load.graph();
    long[] narrow = new long[graph.nodes()];
    Arrays.fill(narrow, Long.MAX_VALUE);
    narrow[source] = Long.MIN_VALUE;
    NodeHeap heap = new NodeHeap(narrow, new long[graph.nodes()]);
    heap.addOrRaise(source);
    while (!heap.isEmpty()) {
      int node = heap.poll();
      if (node == destination) {
        return -narrow[node];
      }
      for (int at = graph.first(node); at < graph.first(node + 1); at++) {
        int next = graph.neighbour(at);
        if (next != destination && !graph.forwards(next)) {
          continue;
        }
        long through = Math.max(narrow[node], -load.free(graph.link(at), node));
        if (through < narrow[next]) {
          narrow[next] = through;
          heap.addOrRaise(next);
        }
      }
    }
    throw new IllegalArgumentException(
        "no way from " + graph.name(source) + " to " + graph.name(destination));
  }
}
