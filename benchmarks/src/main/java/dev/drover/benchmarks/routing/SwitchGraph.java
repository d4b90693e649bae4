package dev.drover.benchmarks.routing;

import dev.drover.decide.routing.RouteDecider;
import dev.drover.decide.routing.RouteDeciders;
import dev.drover.decide.routing.RouteDecision;
import dev.drover.decide.routing.RoutingView;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.Topologies;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The switches of a 48-ary fat tree (Al-Fares, Loukissas, Vahdat 2008) and the links between them,
 * as a controller sees it: 2,880 switches, 55,296 links, 1,152 of the switches with hosts.
 */
public final class SwitchGraph {
  private static final int ARITY = 48;
  private static final int PAIRS = 1 << 12;

  /** In a period of 5 s, both directions of a link of 10 Gbit/s together: at most 12.5 GB. */
  private static final long MOST_BYTES = 12_500_000_000L;

  /** A flow from one switch to another. */
  record Pair(String source, String destination) {}

  /** What the network does. */
  public enum State {
    /** Nothing was sent. */
    IDLE,
    /** Every link carried something, drawn evenly. */
    LOADED,
    /** Nothing was sent, but 500 flows have got their routes since. */
    IDLE_TAKEN,
    /** As loaded, and 500 flows have got their routes since. */
    LOADED_TAKEN
  }

  private SwitchGraph() {}

  static Topology topology() {
    Cable cable =
        new Cable(
            BitRate.ofMegabitsPerSecond(10_000), Duration.ofNanos(1_000), new Buffer.Packets(100));
    Topology whole = Topologies.fatTree(ARITY, cable);
    List<Node> switches =
        whole.nodes().stream().filter(node -> node.kind() == Node.Kind.SWITCH).toList();
    Set<String> names = switches.stream().map(Node::name).collect(Collectors.toSet());
    List<Link> links =
        whole.links().stream()
            .filter(link -> names.contains(link.left()) && names.contains(link.right()))
            .toList();
    return new Topology(switches, links);
  }

  static long[] weights(Topology topology) {
    return new SplittableRandom(1).longs(topology.links().size(), 0, MOST_BYTES).toArray();
  }

  static RoutingView view(State state) {
    Topology topology = topology();
    RoutingView view = RoutingView.idle(topology);
    return switch (state) {
      case IDLE -> view;
      case LOADED -> view.updated(weights(topology));
      case IDLE_TAKEN -> taken(view);
      case LOADED_TAKEN -> taken(view.updated(weights(topology)));
    };
  }

  private static RoutingView taken(RoutingView view) {
    RouteDecider decider = RouteDeciders.named("d-r");
    RoutingView now = view;
    for (Pair pair : pairs(view.topology()).subList(0, 500)) {
      if (decider.route(now, pair.source(), pair.destination(), 0)
          instanceof RouteDecision.Routed(var route)) {
        now = now.taking(route);
      }
    }
    return now;
  }

  /** {@return pairs of different edge switches, drawn evenly} */
  static List<Pair> pairs(Topology topology) {
    List<String> edges =
        topology.nodes().stream().map(Node::name).filter(name -> name.startsWith("edge")).toList();
    SplittableRandom random = new SplittableRandom(2);
    return Stream.generate(() ->
            new Pair(
                edges.get(random.nextInt(edges.size())), edges.get(random.nextInt(edges.size()))))
        .filter(pair -> !pair.source().equals(pair.destination()))
        .limit(PAIRS)
        .toList();
  }
}
