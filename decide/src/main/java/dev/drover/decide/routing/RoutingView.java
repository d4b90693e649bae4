package dev.drover.decide.routing;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What is known of a network when a route is chosen: the load of each link in the last period, and
 * which links have been given to a flow since. Never changes; updates make a new one.
 */
public final class RoutingView {
  /** The weight of a link that was taken: above all that a link carries in a period, 1 TiB. */
  static final long MAXIMUM = 1L << 40;

  private final RoutingGraph graph;

  /**
   * By node, what its links weigh, in the order of its neighbours; the maximum where they are
   * taken. A link is there twice, once for each end. Rows are shared by views and never change: a
   * view in which some links are taken has new ones for their ends alone.
   */
  private final long[][] rows;

  private final BitSet taken;

  private RoutingView(RoutingGraph graph, long[][] rows, BitSet taken) {
    this.graph = graph;
    this.rows = rows;
    this.taken = taken;
  }

  /** {@return a network in which nothing was sent yet} */
  public static RoutingView idle(Topology topology) {
    RoutingGraph graph = RoutingGraph.of(topology);
    return new RoutingView(graph, rows(graph, new long[graph.links()]), new BitSet());
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
    return new RoutingView(graph, rows(graph, capped), new BitSet());
  }

  private static long[][] rows(RoutingGraph graph, long[] weights) {
    long[][] rows = new long[graph.nodes()][];
    for (int node = 0; node < rows.length; node++) {
      int first = graph.first(node);
      rows[node] = new long[graph.first(node + 1) - first];
      for (int i = 0; i < rows[node].length; i++) {
        rows[node][i] = weights[graph.link(first + i)];
      }
    }
    return rows;
  }

  /**
   * {@return the view in which the links of {@code route} are taken until the next update; of
   * several links between two nodes the one with the least weight}
   *
   * @throws IllegalArgumentException when the route is not in the topology
   */
  public RoutingView taking(Route route) {
    return taking(path(route));
  }

  /** {@return the view in which the links of {@code path} are taken until the next update} */
  public RoutingView taking(Path path) {
    long[][] then = rows.clone();
    BitSet more = (BitSet) taken.clone();
    for (int link : path.links()) {
      more.set(link);
      int end = graph.end(link);
      take(link, end, then);
      take(link, graph.neighbour(graph.first(end) + graph.place(link)), then);
    }
    return new RoutingView(graph, then, more);
  }

  private void take(int link, int node, long[][] then) {
    then[node] = then[node].clone();
    int first = graph.first(node);
    int i = 0;
    while (graph.link(first + i) != link) {
      i++;
    }
    then[node][i] = MAXIMUM;
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
    return rows[graph.end(link)][graph.place(link)];
  }

  public boolean taken(int link) {
    return taken.get(link);
  }

  /** {@return the weights of a node's links, in the order of its neighbours; not to be changed} */
  long[] weights(int node) {
    return rows[node];
  }
}
