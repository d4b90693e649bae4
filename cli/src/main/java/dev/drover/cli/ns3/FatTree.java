package dev.drover.cli.ns3;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A fat tree of k pods (Al-Fares, Loukissas, Vahdat, SIGCOMM 2008): k³⁄4 hosts, k²⁄4 core switches,
 * all links alike. For k = 4: 16 hosts and 20 switches.
 */
final class FatTree {
  private final int half;
  private final Topology topology;
  private final List<Host> hosts = new ArrayList<>();

  /** Where a host is. */
  private record Host(int pod, int edge, int place) {
    String name() {
      return "h" + pod + "." + edge + "." + place;
    }

    String edgeName() {
      return "e" + pod + "." + edge;
    }
  }

  /**
   * A tree.
   *
   * @param pods even
   * @param links how its links are
   */
  FatTree(int pods, Cable links) {
    if (pods < 2 || pods % 2 != 0) {
      throw new IllegalArgumentException("pods must be even: " + pods);
    }
    this.half = pods / 2;
    List<Node> nodes = new ArrayList<>();
    List<Link> cables = new ArrayList<>();
    for (int core = 0; core < half * half; core++) {
      nodes.add(new Node(core(core / half, core % half), Node.Kind.SWITCH));
    }
    for (int pod = 0; pod < pods; pod++) {
      pod(pod, nodes, cables, links);
    }
    this.topology = new Topology(nodes, cables);
  }

  private void pod(int pod, List<Node> nodes, List<Link> cables, Cable links) {
    for (int upper = 0; upper < half; upper++) {
      String aggregation = aggregation(pod, upper);
      nodes.add(new Node(aggregation, Node.Kind.SWITCH));
      for (int core = 0; core < half; core++) {
        cables.add(links.between(aggregation, core(upper, core)));
      }
    }
    for (int lower = 0; lower < half; lower++) {
      String edge = "e" + pod + "." + lower;
      nodes.add(new Node(edge, Node.Kind.SWITCH));
      for (int upper = 0; upper < half; upper++) {
        cables.add(links.between(edge, aggregation(pod, upper)));
      }
      for (int place = 0; place < half; place++) {
        Host host = new Host(pod, lower, place);
        hosts.add(host);
        nodes.add(new Node(host.name(), Node.Kind.HOST));
        cables.add(links.between(host.name(), edge));
      }
    }
  }

  Topology topology() {
    return topology;
  }

  int hostCount() {
    return hosts.size();
  }

  /** {@return a shortest route between two hosts, by number, over switches drawn by lot} */
  Route route(int from, int to, RandomGenerator random) {
    Host source = hosts.get(from);
    Host destination = hosts.get(to);
    int upper = random.nextInt(half);
    int core = random.nextInt(half);
    List<String> nodes = new ArrayList<>(List.of(source.name(), source.edgeName()));
    if (!source.edgeName().equals(destination.edgeName())) {
      nodes.add(aggregation(source.pod, upper));
      if (source.pod != destination.pod) {
        nodes.add(core(upper, core));
        nodes.add(aggregation(destination.pod, upper));
      }
      nodes.add(destination.edgeName());
    }
    nodes.add(destination.name());
    return new Route(nodes);
  }

  private static String aggregation(int pod, int upper) {
    return "a" + pod + "." + upper;
  }

  private static String core(int upper, int core) {
    return "c" + upper + "." + core;
  }
}
