package dev.drover.model.network;

import java.util.List;

/**
 * A way through a topology, from one host to another, both included.
 *
 * @param nodes by name, neighbours in the topology, none twice; at least two
 */
public record Route(List<String> nodes) {
  public Route {
    nodes = List.copyOf(nodes);
    if (nodes.size() < 2) {
      throw new IllegalArgumentException("a route has two ends at least: " + nodes);
    }
    if (nodes.stream().distinct().count() < nodes.size()) {
      throw new IllegalArgumentException("a route passes no node twice: " + nodes);
    }
  }

  public String source() {
    return nodes.getFirst();
  }

  public String destination() {
    return nodes.getLast();
  }

  /** {@return whether it leads from where {@code other} does to where it does} */
  public boolean hasEndsOf(Route other) {
    return source().equals(other.source()) && destination().equals(other.destination());
  }

  /** {@return the same way back} */
  public Route reversed() {
    return new Route(nodes.reversed());
  }
}
