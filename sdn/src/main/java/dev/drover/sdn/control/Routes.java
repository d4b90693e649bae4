package dev.drover.sdn.control;

import dev.drover.decide.routing.DisjointRoutes;
import dev.drover.decide.routing.LinkWeights;
import dev.drover.decide.routing.NetworkLoad;
import dev.drover.decide.routing.Path;
import dev.drover.decide.routing.RouteDecider;
import dev.drover.decide.routing.RouteDecision.Routed;
import dev.drover.decide.routing.RouteDecision.Unreachable;
import dev.drover.decide.routing.RoutingView;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network as deciders see it: switches and the links between them. Hosts are not in it; a way
 * begins and ends at the switches that they hang at, and needs no decider when these are the same.
 */
final class Routes {
  /** No decider looks at it. */
  private static final Buffer BUFFER = new Buffer.Packets(1);

  private final Switches switches;
  private final RouteDecider decider;
  private final LinkWeights weights;
  private final long period;
  private final Comparator<Link> order;
  private final List<Link> links = new ArrayList<>();

  /** The links that {@link #view} was made of, by their places there. */
  private List<Link> placed = List.of();

  private final Map<String, Switch> nodes = new HashMap<>();
  private final List<Way> reserved = new ArrayList<>();
  private RoutingView view = RoutingView.idle(new Topology(List.of(), List.of()));
  private boolean stale;

  Routes(Switches switches, ControllerSettings settings) {
    this.switches = switches;
    this.decider = settings.routing();
    this.weights = settings.weights();
    this.period = settings.period().toNanos();
    this.order =
        Comparator.<Link, Switch>comparing(link -> link.left.owner, switches.order())
            .thenComparing(link -> link.right.owner, switches.order())
            .thenComparingLong(link -> link.left.number);
  }

  void add(Link link) {
    links.add(link);
    links.sort(order);
    stale = true;
  }

  void remove(Link link) {
    links.remove(link);
    stale = true;
  }

  /** Switches have come or gone. */
  void changed() {
    stale = true;
  }

  /** {@return the links that are there, in their order} */
  List<Link> links() {
    return links;
  }

  boolean isTaken(Link link) {
    return view().taken(link.place);
  }

  /** A period has passed: links weigh what they carried in it, and only reserved ones are taken. */
  void update() {
    for (Link link : links) {
      link.bytes = link.left.counted.sentIn(period) + link.right.counted.sentIn(period);
    }
    view = weighed(view());
    takeReserved();
  }

  private RoutingView weighed(RoutingView of) {
    return of.updated(
        weights.of(of.topology(), placed.stream().mapToLong(link -> link.bytes).toArray()));
  }

  private RoutingView view() {
    if (stale) {
      stale = false;
      rebuild();
    }
    return view;
  }

  private void rebuild() {
    RoutingView before = view;
    List<Link> taken = placed.stream().filter(link -> before.taken(link.place)).toList();
    nodes.clear();
    List<Node> named = new ArrayList<>();
    for (Switch each : switches.all()) {
      if (each.isConnected()) {
        nodes.put(each.name, each);
        named.add(new Node(each.name, Node.Kind.SWITCH));
      }
    }
    placed = List.copyOf(links);
    List<Topology.Link> joined = new ArrayList<>();
    for (Link link : placed) {
      link.place = joined.size();
      joined.add(
          new Topology.Link(
              link.left.owner.name, link.right.owner.name, link.capacity, Duration.ZERO, BUFFER));
    }
    view = weighed(RoutingView.idle(new Topology(named, joined)));
    for (Link link : taken) {
      if (link.isUp()) {
        take(Way.over(link));
      }
    }
    takeReserved();
  }

  private void takeReserved() {
    for (Way way : reserved) {
      if (way.isIntact()) {
        take(way);
      }
    }
  }

  private void take(Way way) {
    if (!way.links().isEmpty()) {
      view = view.taking(path(way));
    }
  }

  /** Keeps the links of a way taken until it is released. */
  void reserve(Way way) {
    reserved.add(way);
    view();
    take(way);
  }

  /** Ends {@link #reserve}; with the next update its links are free. */
  void release(Way way) {
    // Of several that are alike it is all the same which one goes.
    reserved.remove(way);
  }

  /**
   * Asks the decider; the way's links are taken until the next update.
   *
   * @return empty when there is none
   */
  Optional<Way> choose(Switch from, Switch to, long flow) {
    if (from == to) {
      return Optional.of(Way.at(from));
    }
    return switch (decider.route(view(), from.name, to.name, flow)) {
      case Routed(Route route) -> {
        Path path = view.path(route);
        view = view.taking(path);
        yield Optional.of(way(path));
      }
      case Unreachable _ -> Optional.empty();
    };
  }

  /**
   * The same for a way that is to be kept. Where new flows have just taken all ways, it is one that
   * is not kept for others, if there is one: what is kept stays, what was taken is free again soon.
   */
  Optional<Way> chooseToKeep(Switch from, Switch to, long flow) {
    RoutingView before = view();
    Optional<Way> chosen = choose(from, to, flow);
    long shared = chosen.map(this::kept).orElse(0L);
    if (shared == 0) {
      return chosen;
    }
    RoutingView then = view;
    view = weighed(before);
    takeReserved();
    Optional<Way> other = choose(from, to, flow).filter(way -> kept(way) < shared);
    view = other.map(way -> before.taking(path(way))).orElse(then);
    return other.or(() -> chosen);
  }

  /** {@return how many of its links are kept for others} */
  private long kept(Way way) {
    return way.links().stream()
        .filter(link -> reserved.stream().anyMatch(other -> other.links().contains(link)))
        .count();
  }

  /** {@return a way for each of several connections, as disjoint as can be; none when none is} */
  List<Way> chooseDisjoint(Switch from, Switch to, int connections) {
    List<Way> ways = new ArrayList<>();
    if (from == to) {
      for (int i = 0; i < connections; i++) {
        ways.add(Way.at(from));
      }
      return ways;
    }
    for (Path path : DisjointRoutes.forConnections(view(), from.name, to.name, connections)) {
      ways.add(way(path));
    }
    return ways;
  }

  /** {@return what links carried in the last period} */
  NetworkLoad load() {
    RoutingView now = view();
    return NetworkLoad.of(
        now.graph(),
        placed.stream().mapToLong(l -> l.left.counted.sentRate().bitsPerSecond()).toArray(),
        placed.stream().mapToLong(l -> l.right.counted.sentRate().bitsPerSecond()).toArray());
  }

  /** {@return an intact way of two switches at least as deciders have it} */
  Path path(Way way) {
    view();
    return new Path(way.route(), way.links().stream().map(link -> link.place).toList());
  }

  Way way(Path path) {
    List<Switch> passed = new ArrayList<>();
    for (String node : path.route().nodes()) {
      Switch known = nodes.get(node);
      if (known == null) {
        throw new IllegalStateException("the decider passes " + node + ", which is not there");
      }
      passed.add(known);
    }
    return new Way(passed, path.links().stream().map(placed::get).toList());
  }
}
