package dev.drover.decide.routing;

import dev.drover.model.network.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A flow of least cost in which every link carries one path at most, one path more at a time. Costs
 * are weights, then hops; both are kept as potentials (Suurballe), so that links given back, whose
 * costs are below zero, do not disturb Dijkstra's algorithm.
 */
final class DisjointSearch {
  private static final long FAR = Long.MAX_VALUE;
  private static final int NONE = -1;

  private final RoutingView view;
  private final RoutingGraph graph;
  private final int source;
  private final int destination;

  /** The node that a link's path comes from, or NONE where it has no path. */
  private final int[] from;

  /** The least costs of all paths so far from the source: potentials. */
  private final long[] pastFirst;

  private final long[] pastSecond;

  DisjointSearch(RoutingView view, int source, int destination) {
    this.view = view;
    this.graph = view.graph();
    this.source = source;
    this.destination = destination;
    this.from = new int[graph.links()];
    Arrays.fill(from, NONE);
    this.pastFirst = new long[graph.nodes()];
    this.pastSecond = new long[graph.nodes()];
  }

  /** Finds one path more. {@return whether there is one} */
  boolean another() {
    long[] farFirst = new long[graph.nodes()];
    long[] farSecond = new long[graph.nodes()];
    int[] reachedFrom = new int[graph.nodes()];
    int[] reachedBy = new int[graph.nodes()];
    Arrays.fill(farFirst, FAR);
    Arrays.fill(farSecond, FAR);
    farFirst[source] = 0;
    farSecond[source] = 0;
    NodeHeap heap = new NodeHeap(farFirst, farSecond);
    heap.addOrRaise(source);
    while (!heap.isEmpty()) {
      int node = heap.poll();
      for (int at = graph.first(node); at < graph.first(node + 1); at++) {
        int next = graph.neighbour(at);
        int link = graph.link(at);
        if (!passable(next) || from[link] == node) {
          continue;
        }
        long one = farFirst[node] + pastFirst[node] + cost(link) - pastFirst[next];
        long two = farSecond[node] + pastSecond[node] + hop(link) - pastSecond[next];
        if (one < farFirst[next] || (one == farFirst[next] && two < farSecond[next])) {
          farFirst[next] = one;
          farSecond[next] = two;
          reachedFrom[next] = node;
          reachedBy[next] = link;
          heap.addOrRaise(next);
        }
      }
    }
    if (farFirst[destination] == FAR) {
      return false;
    }
    remember(farFirst, farSecond);
    for (int node = destination; node != source; node = reachedFrom[node]) {
      int link = reachedBy[node];
      from[link] = from[link] == NONE ? reachedFrom[node] : NONE;
    }
    return true;
  }

  /** What was not reached costs nothing more: it will not be reached later either. */
  private void remember(long[] farFirst, long[] farSecond) {
    for (int node = 0; node < farFirst.length; node++) {
      if (farFirst[node] != FAR) {
        pastFirst[node] += farFirst[node];
        pastSecond[node] += farSecond[node];
      }
    }
  }

  private boolean passable(int node) {
    return node == source || node == destination || graph.forwards(node);
  }

  /** {@return the link's weight; below zero when a path would give it back} */
  private long cost(int link) {
    return from[link] == NONE ? view.weight(link) : -view.weight(link);
  }

  private long hop(int link) {
    return from[link] == NONE ? 1 : -1;
  }

  /**
   * {@return the flow as {@code count} paths: each goes from node to node along the first link, in
   * the order of neighbours, that no earlier one used}
   */
  List<Path> paths(int count) {
    int[] left = from.clone();
    List<Path> paths = new ArrayList<>();
    for (int path = 0; path < count; path++) {
      List<String> nodes = new ArrayList<>();
      List<Integer> links = new ArrayList<>();
      int node = source;
      nodes.add(graph.name(node));
      while (node != destination) {
        int at = graph.first(node);
        while (left[graph.link(at)] != node) {
          at++;
        }
        left[graph.link(at)] = NONE;
        links.add(graph.link(at));
        node = graph.neighbour(at);
        nodes.add(graph.name(node));
      }
      paths.add(new Path(new Route(nodes), links));
    }
    return paths;
  }
}
