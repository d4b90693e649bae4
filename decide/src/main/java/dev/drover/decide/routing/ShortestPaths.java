package dev.drover.decide.routing;

import dev.drover.decide.routing.RouteDecision.Routed;
import dev.drover.decide.routing.RouteDecision.Unreachable;
import dev.drover.model.network.Route;
import java.util.ArrayList;
import java.util.List;

/**
 * Dijkstra's algorithm from both ends at once, on arrays. A link has two costs; routes compare by
 * the sum of the first, then by that of the second. Together they are above zero for every link, so
 * that a shortest route has no circle. Hosts between the ends are never passed.
 *
 * <p>The two searches end when the least costs that wait on both sides are together no less than
 * the best route's (Nicholson, "Finding the shortest route between two points in a network",
 * Computer Journal 9, 1966). Every node of every shortest route then has its cost from one of the
 * ends: one that is nearer the source than what waits there was reached from there, another is as
 * near the destination as what waits there at most, and so has its cost from it already. Which
 * route is chosen among equals does not depend on how they were found.
 */
final class ShortestPaths {
  private static final long FAR = Long.MAX_VALUE;

  /** By what routes compare. */
  enum Order {
    HOPS,
    WEIGHT_THEN_HOPS,
    HOPS_THEN_WEIGHT
  }

  /** The costs of the best route so far. */
  private static final class Best {
    private long first = FAR;
    private long second = FAR;

    boolean isFound() {
      return first != FAR;
    }

    /** {@return how a route of these costs compares with it: below zero when it is shorter} */
    int compare(long one, long two) {
      return one != first ? Long.compare(one, first) : Long.compare(two, second);
    }

    void meet(long one, long two) {
      if (compare(one, two) < 0) {
        first = one;
        second = two;
      }
    }
  }

  private final RoutingView view;
  private final RoutingGraph graph;
  private final int source;
  private final int destination;
  private final Order order;
  private final Frontier ahead;

  /** After the search, the costs to the destination of all nodes of shortest routes. */
  private final Frontier back;

  private final Best best = new Best();

  private ShortestPaths(RoutingView view, int source, int destination, Order order) {
    this.view = view;
    this.graph = view.graph();
    this.source = source;
    this.destination = destination;
    this.order = order;
    this.ahead = new Frontier(graph.nodes(), source);
    this.back = new Frontier(graph.nodes(), destination);
  }

  /** Searches. */
  static ShortestPaths between(RoutingView view, String source, String destination, Order order) {
    if (source.equals(destination)) {
      throw new IllegalArgumentException("a flow from " + source + " to itself needs no route");
    }
    RoutingGraph graph = view.graph();
    ShortestPaths paths =
        new ShortestPaths(view, graph.number(source), graph.number(destination), order);
    paths.search();
    paths.join();
    return paths;
  }

  private void search() {
    while (!ahead.isEmpty() && !back.isEmpty()) {
      int nextAhead = ahead.peek();
      int nextBack = back.peek();
      if (best.compare(
              ahead.first[nextAhead] + back.first[nextBack],
              ahead.second[nextAhead] + back.second[nextBack])
          >= 0) {
        return;
      }
      if (ahead.waiting() <= back.waiting()) {
        expand(ahead.poll(), ahead, back, destination);
      } else {
        expand(back.poll(), back, ahead, source);
      }
    }
  }

  /**
   * Goes on from {@code node}, which has its least cost.
   *
   * @param end the other side's, which need not forward
   */
  private void expand(int node, Frontier side, Frontier other, int end) {
    long[] weights = view.weights(node);
    int begin = graph.first(node);
    int opposite = other.peek();
    for (int i = 0; i < weights.length; i++) {
      int next = graph.neighbour(begin + i);
      if (next != end && !graph.forwards(next)) {
        continue;
      }
      long one = side.first[node] + first(weights[i]);
      long two = side.second[node] + second(weights[i]);
      if (side.improves(next, one, two)) {
        if (other.reached(next)) {
          best.meet(one + other.first[next], two + other.second[next]);
        }
        // Beyond what still waits opposite no route through here can be as short as the best.
        long least = one + other.first[opposite];
        side.reach(next, one, two, best.compare(least, two + other.second[opposite]) <= 0);
      }
    }
  }

  private long first(long weight) {
    return order == Order.WEIGHT_THEN_HOPS ? weight : 1;
  }

  private long second(long weight) {
    return order == Order.HOPS_THEN_WEIGHT ? weight : 1;
  }

  /**
   * Gives the costs to the destination to those nodes of shortest routes that were reached from the
   * source alone: from where the two sides meet, back along the ways that lead there.
   */
  private void join() {
    if (!best.isFound()) {
      return;
    }
    int[] open = new int[graph.nodes()];
    int count = 0;
    for (int node = 0; node < open.length; node++) {
      if (ahead.reached(node) && back.reached(node) && isBestThrough(node)) {
        open[count++] = node;
      }
    }
    while (count > 0) {
      int node = open[--count];
      long[] weights = view.weights(node);
      for (int i = 0; i < weights.length; i++) {
        int before = graph.neighbour(graph.first(node) + i);
        if (ahead.reached(before)
            && ahead.first[before] + first(weights[i]) == ahead.first[node]
            && ahead.second[before] + second(weights[i]) == ahead.second[node]
            && !(back.reached(before) && isBestThrough(before))) {
          back.first[before] = best.first - ahead.first[before];
          back.second[before] = best.second - ahead.second[before];
          open[count++] = before;
        }
      }
    }
  }

  private boolean isBestThrough(int node) {
    return ahead.first[node] + back.first[node] == best.first
        && ahead.second[node] + back.second[node] == best.second;
  }

  /** {@return whether the {@code i}th link of {@code node} begins a shortest route} */
  private boolean leadsOn(int node, int i) {
    int next = graph.neighbour(graph.first(node) + i);
    long weight = view.weights(node)[i];
    return back.reached(next)
        && back.first[next] + first(weight) == back.first[node]
        && back.second[next] + second(weight) == back.second[node];
  }

  /** {@return the shortest route; of several the first in the order of the nodes} */
  RouteDecision firstRoute() {
    if (!best.isFound()) {
      return unreachable();
    }
    List<String> nodes = new ArrayList<>();
    int node = source;
    nodes.add(graph.name(node));
    while (node != destination) {
      int i = 0;
      while (!leadsOn(node, i)) {
        i++;
      }
      node = graph.neighbour(graph.first(node) + i);
      nodes.add(graph.name(node));
    }
    return new Routed(new Route(nodes));
  }

  /** {@return one of all shortest routes, each for the same part of all values of {@code hash}} */
  RouteDecision anyRoute(long hash) {
    if (!best.isFound()) {
      return unreachable();
    }
    long[] counts = new long[graph.nodes()];
    counts[destination] = 1;
    long rest = Long.remainderUnsigned(hash, count(source, counts));
    List<String> nodes = new ArrayList<>();
    int node = source;
    nodes.add(graph.name(node));
    while (node != destination) {
      int i = -1;
      long through = 0;
      do {
        rest -= through;
        i++;
        through = leadsOn(node, i) ? counts[graph.neighbour(graph.first(node) + i)] : 0;
      } while (rest >= through);
      node = graph.neighbour(graph.first(node) + i);
      nodes.add(graph.name(node));
    }
    return new Routed(new Route(nodes));
  }

  /** Counts shortest routes from {@code node}; links between the same two nodes count singly. */
  private long count(int node, long[] counts) {
    if (counts[node] == 0) {
      long count = 0;
      for (int at = graph.first(node); at < graph.first(node + 1); at++) {
        if (leadsOn(node, at - graph.first(node))) {
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
