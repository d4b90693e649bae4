package dev.drover.decide.routing;

import dev.drover.model.network.Topology.Link;
import java.util.Arrays;

/** What each link carried each way in the last period, in bits per second. Never changes. */
public final class NetworkLoad {
  private final RoutingGraph graph;
  private final long[] fromLeft;
  private final long[] fromRight;

  private NetworkLoad(RoutingGraph graph, long[] fromLeft, long[] fromRight) {
    this.graph = graph;
    this.fromLeft = fromLeft;
    this.fromRight = fromRight;
  }

  /**
   * {@return the load of a network}
   *
   * @param fromLeft bits per second by link, sent from its left end to its right; not negative
   * @param fromRight the same from its right end
   */
  public static NetworkLoad of(RoutingGraph graph, long[] fromLeft, long[] fromRight) {
    for (long[] loads : new long[][] {fromLeft, fromRight}) {
      if (loads.length != graph.links()) {
        throw new IllegalArgumentException(loads.length + " loads for " + graph.links() + " links");
      }
      for (int link = 0; link < loads.length; link++) {
        if (loads[link] < 0) {
          throw new IllegalArgumentException("link " + link + " has load " + loads[link]);
        }
      }
    }
    return new NetworkLoad(graph, fromLeft.clone(), fromRight.clone());
  }

  RoutingGraph graph() {
    return graph;
  }

  /** {@return the rate of the slowest link of a path, in bits per second} */
  long capacity(Path path) {
    return path.links().stream().mapToLong(this::rate).min().orElseThrow();
  }

  private long rate(int link) {
    return graph.topology().links().get(link).rate().bitsPerSecond();
  }

  /** {@return what is free on a link for what {@code from} sends; not below zero} */
  long free(int link, int from) {
    return Math.max(0, rate(link) - (leaves(link, from) ? fromLeft[link] : fromRight[link]));
  }

  /**
   * {@return the load once a flow along {@code path} sends {@code more}, or less where negative}
   */
  NetworkLoad changed(Path path, long more) {
    long[] left = Arrays.copyOf(fromLeft, fromLeft.length);
    long[] right = Arrays.copyOf(fromRight, fromRight.length);
    for (int i = 0; i < path.links().size(); i++) {
      int link = path.links().get(i);
      long[] loads = leaves(link, graph.number(path.route().nodes().get(i))) ? left : right;
      loads[link] = Math.max(0, loads[link] + more);
    }
    return new NetworkLoad(graph, left, right);
  }

  private boolean leaves(int link, int from) {
    Link ends = graph.topology().links().get(link);
    return ends.left().equals(graph.name(from));
  }
}
