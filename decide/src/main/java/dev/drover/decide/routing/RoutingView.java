package dev.drover.decide.routing;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is known of a network when a route is chosen: the load of each link in the last period, and
 * which links have been given to a flow since. Never changes; updates make a new one.
 */
public final class RoutingView {
  /** The weight of a link that was taken: above all that a link carries in a period, 1 TiB. */
  static final long MAXIMUM = 1L << 40;

  private final RoutingGraph graph;
  private final long[] weights;
  private final boolean[] taken;

  private RoutingView(RoutingGraph graph, long[] weights, boolean[] taken) {
    this.graph = graph;
    this.weights = weights;
    this.taken = taken;
  }

  /** {@return a network in which nothing was sent yet} */
  public static RoutingView idle(Topology topology) {
    RoutingGraph graph = RoutingGraph.of(topology);
    return new RoutingView(graph, new long[graph.links()], new boolean[graph.links()]);
  }

  /**
   * {@return the view after an update of the port statistics; no link is taken any more}
   *
   * @param weights for each link of the topology the bytes of the last period, those sent at its
   *     one port and those sent at its other together; not negative
   */
  public RoutingView updated(long[] weights) {
    if (weights.length != graph.links()) {
      throw new IllegalArgumentException(
          weights.length + " weights for " + graph.links() + " links");
    }
    long[] capped = weights.clone();
    for (int link = 0; link < capped.length; link++) {
      if (capped[link] < 0) {
        throw new IllegalArgumentException("link " + link + " has weight " + capped[link]);
      }
      capped[link] = Math.min(capped[link], MAXIMUM);
    }
    return new RoutingView(graph, capped, new boolean[capped.length]);
  }

  /**
   * {@return the view in which the links of {@code route} are taken until the next update; of
   * several links between two nodes the one with the least weight}
   *
   * @throws IllegalArgumentException when the route is not in the topology
   */
  public RoutingView taking(Route route) {
    boolean[] more = taken.clone();
    for (int i = 1; i < route.nodes().size(); i++) {
      more[lightest(graph.number(route.nodes().get(i - 1)), graph.number(route.nodes().get(i)))] =
          true;
    }
    return new RoutingView(graph, weights, more);
  }

  private int lightest(int from, int to) {
    int lightest = -1;
    for (int at = graph.first(from); at < graph.first(from + 1); at++) {
      int link = graph.link(at);
      if (graph.neighbour(at) == to && (lightest < 0 || weight(link) < weight(lightest))) {
        lightest = link;
      }
    }
    if (lightest < 0) {
      throw new IllegalArgumentException(
          "no link between " + graph.name(from) + " and " + graph.name(to));
    }
    return lightest;
  }

  /**
   * {@return which link a route uses between two nodes, by its place in the topology: the one with
   * the least weight, of several the first}
   *
   * @throws IllegalArgumentException when none joins them
   */
  public int link(String from, String to) {
    return lightest(graph.number(from), graph.number(to));
  }

  /**
   * {@return the route with the links that {@link #taking} takes}
   *
   * @throws IllegalArgumentException when the route is not in the topology
   */
  public Path path(Route route) {
    List<Integer> links = new ArrayList<>();
    for (int i = 1; i < route.nodes().size(); i++) {
      links.add(link(route.nodes().get(i - 1), route.nodes().get(i)));
    }
    return new Path(route, links);
  }

  public RoutingGraph graph() {
    return graph;
  }

  public Topology topology() {
    return graph.topology();
  }

  /** {@return the weight of a link, by its place in the topology; the maximum when it is taken} */
  public long weight(int link) {
    return taken[link] ? MAXIMUM : weights[link];
  }

  public boolean taken(int link) {
    return taken[link];
  }

  /** {@return all weights, by the links' places in the topology; the caller's own} */
  long[] weights() {
    long[] now = weights.clone();
    for (int link = 0; link < now.length; link++) {
      now[link] = weight(link);
    }
    return now;
  }

  /** {@return one for each link: a route's cost is then its hops} */
  long[] hops() {
    long[] ones = new long[weights.length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
