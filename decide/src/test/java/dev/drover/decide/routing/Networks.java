package dev.drover.decide.routing;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Topologies to route through, and a check that knows nothing of how routes are found. */
final class Networks {
  private final List<Node> nodes = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();

  Networks host(String name) {
    nodes.add(new Node(name, Node.Kind.HOST));
    return this;
  }

  Networks forwarder(String name) {
    nodes.add(new Node(name, Node.Kind.SWITCH));
    return this;
  }

  Networks link(String left, String right) {
    links.add(
        new Link(
            left,
            right,
            BitRate.ofMegabitsPerSecond(500),
            Duration.ofNanos(25_000),
            new Buffer.Packets(100)));
    return this;
  }

  Topology topology() {
    return new Topology(nodes, links);
  }

  /** Two edge switches with three hosts each and three switches above them, as in E-N's Fig. 4. */
  static Topology paper() {
    Networks net = new Networks();
    for (int upper = 1; upper <= 3; upper++) {
      net.forwarder("up" + upper);
    }
    net.forwarder("left").forwarder("right");
    for (int host = 1; host <= 6; host++) {
      String edge = host <= 3 ? "left" : "right";
      net.host("h" + host).link("h" + host, edge);
    }
    for (int upper = 1; upper <= 3; upper++) {
      net.link("left", "up" + upper).link("right", "up" + upper);
    }
    return net.topology();
  }

  /** The k-ary fat tree: k³ ÷ 4 hosts, named by pod, edge switch and place. */
  static Topology fatTree(int k) {
    Networks net = new Networks();
    int half = k / 2;
    for (int core = 0; core < half * half; core++) {
      net.forwarder("core" + core);
    }
    for (int pod = 0; pod < k; pod++) {
      for (int i = 0; i < half; i++) {
        String aggregation = "agg" + pod + "-" + i;
        net.forwarder(aggregation).forwarder("edge" + pod + "-" + i);
        for (int core = 0; core < half; core++) {
          net.link(aggregation, "core" + (i * half + core));
        }
      }
      for (int edge = 0; edge < half; edge++) {
        for (int aggregation = 0; aggregation < half; aggregation++) {
          net.link("edge" + pod + "-" + edge, "agg" + pod + "-" + aggregation);
        }
        for (int place = 0; place < half; place++) {
          String host = "h" + pod + "-" + edge + "-" + place;
          net.host(host).link(host, "edge" + pod + "-" + edge);
        }
      }
    }
    return net.topology();
  }

  /** Up to eight switches and eight hosts with links anywhere, perhaps in several parts. */
  static Topology random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Networks net = new Networks();
    List<String> names = new ArrayList<>();
    int switches = random.nextInt(1, 9);
    int hosts = random.nextInt(2, 9);
    for (int i = 0; i < switches + hosts; i++) {
      if (i % 2 == 0 ? i / 2 < hosts : (i - 1) / 2 >= switches) {
        names.add("h" + i);
        net.host("h" + i);
      } else {
        names.add("s" + i);
        net.forwarder("s" + i);
      }
    }
    for (int i = random.nextInt(names.size(), 3 * names.size()); i > 0; i--) {
      String left = names.get(random.nextInt(names.size()));
      String right = names.get(random.nextInt(names.size()));
      if (!left.equals(right)) {
        net.link(left, right);
      }
    }
    return net.topology();
  }

  /** What is wrong with a route; empty when nothing is. */
  static List<String> faults(Topology topology, Route route, String source, String destination) {
    List<String> faults = new ArrayList<>();
    if (!route.source().equals(source) || !route.destination().equals(destination)) {
      faults.add("does not lead from " + source + " to " + destination);
    }
    for (int i = 1; i < route.nodes().size(); i++) {
      if (between(topology, route.nodes().get(i - 1), route.nodes().get(i)).isEmpty()) {
        faults.add("no link " + route.nodes().get(i - 1) + " to " + route.nodes().get(i));
      }
      if (i < route.nodes().size() - 1
          && topology.node(route.nodes().get(i)).orElseThrow().kind() == Node.Kind.HOST) {
        faults.add("passes through host " + route.nodes().get(i));
      }
    }
    return faults;
  }

  /** The links between two nodes, by their places. */
  static List<Integer> between(Topology topology, String one, String other) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < topology.links().size(); i++) {
      Link link = topology.links().get(i);
      if ((link.left().equals(one) && link.right().equals(other))
          || (link.left().equals(other) && link.right().equals(one))) {
        found.add(i);
      }
    }
    return found;
  }

  /** All routes between two nodes, by trying every way. */
  static List<Route> all(Topology topology, String source, String destination) {
    List<Route> found = new ArrayList<>();
    walk(topology, new ArrayList<>(List.of(source)), destination, found);
    return found;
  }

  private static void walk(
      Topology topology, List<String> way, String destination, List<Route> found) {
    for (Node next : topology.nodes()) {
      if (way.contains(next.name()) || between(topology, way.getLast(), next.name()).isEmpty()) {
        continue;
      }
      way.add(next.name());
      if (next.name().equals(destination)) {
        found.add(new Route(way));
      } else if (next.kind() == Node.Kind.SWITCH) {
        walk(topology, way, destination, found);
      }
      way.removeLast();
    }
  }
}
