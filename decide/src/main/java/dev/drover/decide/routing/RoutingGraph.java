package dev.drover.decide.routing;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import java.util.List;
import java.util.TreeMap;

/**
 * A topology as arrays, made once and searched often. Nodes and links have the numbers of their
 * places in the topology; a node's neighbours are in the order of those numbers.
 */
public final class RoutingGraph {
  private final Topology topology;
  private final TreeMap<String, Integer> numbers = new TreeMap<>();
  private final boolean[] forwards;

  /** Node n's neighbours are at [first[n], first[n + 1]) of the two arrays below. */
  private final int[] first;

  private final int[] neighbours;
  private final int[] links;

  /** Link l is the places[l]th of node ends[l]. */
  private final int[] ends;

  private final int[] places;

  private RoutingGraph(Topology topology) {
    this.topology = topology;
    List<Node> nodes = topology.nodes();
    this.forwards = new boolean[nodes.size()];
    for (int node = 0; node < nodes.size(); node++) {
      numbers.put(nodes.get(node).name(), node);
      forwards[node] =
          switch (nodes.get(node).kind()) {
            case HOST -> false;
            case SWITCH -> true;
          };
    }
    this.first = new int[nodes.size() + 1];
    for (Link link : topology.links()) {
      first[number(link.left()) + 1]++;
      first[number(link.right()) + 1]++;
    }
    for (int node = 0; node < nodes.size(); node++) {
      first[node + 1] += first[node];
    }
    this.neighbours = new int[2 * topology.links().size()];
    this.links = new int[neighbours.length];
    int[] filled = new int[nodes.size()];
    for (int link = 0; link < topology.links().size(); link++) {
      int left = number(topology.links().get(link).left());
      int right = number(topology.links().get(link).right());
      insert(left, right, link, filled[left]++);
      insert(right, left, link, filled[right]++);
    }
    this.ends = new int[topology.links().size()];
    this.places = new int[ends.length];
    for (int node = 0; node < nodes.size(); node++) {
      for (int at = first[node]; at < first[node + 1]; at++) {
        ends[links[at]] = node;
        places[links[at]] = at - first[node];
      }
    }
  }

  public static RoutingGraph of(Topology topology) {
    return new RoutingGraph(topology);
  }

  public Topology topology() {
    return topology;
  }

  private void insert(int node, int neighbour, int link, int filled) {
    int at = first[node] + filled;
    while (at > first[node] && neighbours[at - 1] > neighbour) {
      neighbours[at] = neighbours[at - 1];
      links[at] = links[at - 1];
      at--;
    }
    neighbours[at] = neighbour;
    links[at] = link;
  }

  /** {@return the number of the node so named} */
  int number(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("the topology has no node " + name);
    }
    return number;
  }

  String name(int node) {
    return topology.nodes().get(node).name();
  }

  int nodes() {
    return forwards.length;
  }

  int links() {
    return links.length / 2;
  }

  /** {@return whether flows may pass through: switches do that, hosts do not} */
  boolean forwards(int node) {
    return forwards[node];
  }

  /**
   * {@return where the neighbours of {@code node} begin; they end where those of the next begin}
   */
  int first(int node) {
    return first[node];
  }

  /** {@return a node that has {@code link}} */
  int end(int link) {
    return ends[link];
  }

  /** {@return where {@code link} is among the links of {@link #end}} */
  int place(int link) {
    return places[link];
  }

  int neighbour(int at) {
    return neighbours[at];
  }

  int link(int at) {
    return links[at];
  }
}
