package dev.drover.decide.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every way to choose a route. */
final class RouteDecidersTest {
  private static final int NETWORKS = 400;

  static List<String> names() {
    return RouteDeciders.names();
  }

  /** Those that do not draw routes at random. */
  static List<String> deliberate() {
    return names().stream().filter(name -> !name.equals("random")).toList();
  }

  @Test
  void names_areUnique() {
    assertThat(RouteDeciders.names())
        .doesNotHaveDuplicates()
        .contains("d-r", "static", "ecmp", "random");
    assertThatThrownBy(() -> RouteDeciders.named("ospf"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'ospf'")
        .hasMessageContaining("ecmp");
  }

  @ParameterizedTest
  @MethodSource("names")
  void route_isValid_andThereWheneverThereIsAWay(String name) {
    RouteDecider decider = RouteDeciders.named(name);
    assertThat(decider.description()).isNotBlank();
    int found = 0;
    for (long seed = 0; seed < NETWORKS; seed++) {
      Topology topology = Networks.random(seed);
      RoutingView view = view(topology, seed);
      String source = topology.hosts().getFirst();
      String destination = topology.hosts().getLast();
      boolean possible = !Networks.all(topology, source, destination).isEmpty();
      for (long flow = 0; flow < 4; flow++) {
        Optional<Route> route = route(decider, view, source, destination, flow);
        assertThat(route.isPresent()).as("seed %d", seed).isEqualTo(possible);
        if (route.isPresent()) {
          assertThat(Networks.faults(topology, route.get(), source, destination))
              .as("seed %d: %s", seed, route.get())
              .isEmpty();
          assertThat(route(RouteDeciders.named(name), view, source, destination, flow))
              .as("seed %d", seed)
              .isEqualTo(route);
          view = view.taking(route.get());
          found++;
        }
      }
    }
    assertThat(found).isGreaterThan(NETWORKS);
  }

  @ParameterizedTest
  @MethodSource("names")
  void ends_thatAreUnknownOrTheSame_areRefused(String name) {
    RoutingView view = RoutingView.idle(Networks.paper());
    RouteDecider decider = RouteDeciders.named(name);
    assertThatThrownBy(() -> decider.route(view, "h1", "h9", 0)).hasMessageContaining("h9");
    assertThatThrownBy(() -> decider.route(view, "h1", "h1", 0)).hasMessageContaining("h1");
  }

  @ParameterizedTest
  @MethodSource("deliberate")
  void idleNetwork_hasRoutesWithTheFewestHops(String name) {
    for (long seed = 0; seed < NETWORKS; seed++) {
      Topology topology = Networks.random(seed);
      String source = topology.hosts().getFirst();
      String destination = topology.hosts().getLast();
      List<Route> all = Networks.all(topology, source, destination);
      if (!all.isEmpty()) {
        assertThat(hops(route(name, RoutingView.idle(topology), source, destination, seed)))
            .as("seed %d", seed)
            .isEqualTo(all.stream().mapToInt(RouteDecidersTest::hops).min().orElseThrow());
      }
    }
  }

  /** Against every route there is, weighed by the definition. */
  @Test
  void dynamicRouting_findsTheLeastWeight_thenTheFewestHops() {
    for (long seed = 0; seed < NETWORKS; seed++) {
      Topology topology = Networks.random(seed);
      RoutingView view = view(topology, seed);
      String source = topology.hosts().getFirst();
      String destination = topology.hosts().getLast();
      Comparator<Route> byWeight = Comparator.comparingLong(route -> weight(view, route));
      Comparator<Route> byHops = Comparator.comparingInt(RouteDecidersTest::hops);
      List<Route> all = Networks.all(topology, source, destination);
      if (!all.isEmpty()) {
        Route least = all.stream().min(byWeight.thenComparing(byHops)).orElseThrow();
        Route shortest = all.stream().min(byHops.thenComparing(byWeight)).orElseThrow();
        Route dynamic = route("d-r", view, source, destination, 0);
        Route dynamicShortest = route("d-r-shortest", view, source, destination, 0);
        assertThat(byWeight.thenComparing(byHops).compare(dynamic, least))
            .as("seed %d: %s, %s", seed, dynamic, least)
            .isZero();
        assertThat(byHops.thenComparing(byWeight).compare(dynamicShortest, shortest))
            .as("seed %d: %s, %s", seed, dynamicShortest, shortest)
            .isZero();
      }
    }
  }

  /** The paper's Fig. 5 and Fig. 9/10: three transfers, three upper switches. */
  @Test
  void threeTransfers_byDynamicRouting_shareNoUpperSwitch_byStaticAll() {
    assertThat(uppers("d-r")).containsExactly("up1", "up2", "up3");
    assertThat(uppers("static")).containsExactly("up1", "up1", "up1");
  }

  /** Eight flows between hosts drawn from a 4-ary fat tree; the most that any link carries. */
  @ParameterizedTest
  @ValueSource(strings = {"d-r", "d-r-shortest"})
  void flows_byDynamicRouting_crowdLinksLessThanAtRandom(String name) {
    Topology topology = Networks.fatTree(4);
    int crowded = 0;
    int atRandom = 0;
    for (long seed = 0; seed < 100; seed++) {
      crowded += mostFlows(name, topology, seed);
      atRandom += mostFlows("random", topology, seed);
    }
    assertThat(crowded).isLessThan(atRandom);
  }

  private static int mostFlows(String name, Topology topology, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> hosts = topology.hosts();
    RoutingView view = RoutingView.idle(topology);
    int[] flows = new int[topology.links().size()];
    int most = 0;
    for (int flow = 0; flow < 8; flow++) {
      String source = hosts.get(flow);
      String destination = hosts.get(random.nextInt(8, 16));
      Route route = route(name, view, source, destination, seed * 8 + flow);
      view = view.taking(route);
      for (int i = 1; i < route.nodes().size(); i++) {
        int link =
            Networks.between(topology, route.nodes().get(i - 1), route.nodes().get(i)).getFirst();
        most = Math.max(most, ++flows[link]);
      }
    }
    return most;
  }

  @Test
  void update_freesWhatWasTaken() {
    RoutingView idle = RoutingView.idle(Networks.paper());
    RoutingView taken = idle.taking(route("d-r", idle, "h4", "h1", 0));
    assertThat(route("d-r", taken, "h5", "h2", 0).nodes()).contains("up2");
    RoutingView updated = taken.updated(new long[taken.topology().links().size()]);
    assertThat(route("d-r", updated, "h5", "h2", 0).nodes()).contains("up1");
    assertThat(route("d-r", idle, "h5", "h2", 0).nodes()).contains("up1");
  }

  /** A busy link on the short way against three idle ones on the long way. */
  @Test
  void detourOverIdleLinks_isTakenByTheLetterAlone() {
    Topology ring =
        new Networks()
            .host("a")
            .host("b")
            .forwarder("s1")
            .forwarder("s2")
            .forwarder("s3")
            .link("a", "s1")
            .link("s1", "s2")
            .link("s2", "b")
            .link("s1", "s3")
            .link("s3", "s2")
            .topology();
    RoutingView busy = RoutingView.idle(ring).updated(new long[] {0, 1, 0, 0, 0});
    assertThat(route("d-r", busy, "a", "b", 0).nodes()).contains("s3");
    assertThat(route("d-r-shortest", busy, "a", "b", 0).nodes()).doesNotContain("s3");
  }

  /** A 4-ary fat tree has 4 routes between pods; 4000 flows: about 1000 each. */
  @Test
  void ecmp_spreadsFlowsEvenlyOverAllShortestRoutes() {
    RoutingView view = RoutingView.idle(Networks.fatTree(4));
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (long flow = 0; flow < 4000; flow++) {
      counts.merge(route("ecmp", view, "h0-0-0", "h3-1-1", flow).toString(), 1, Integer::sum);
    }
    assertThat(counts).hasSize(4);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(880, 1120));
  }

  @Test
  void parallelLinks_areTakenOneAfterTheOther() {
    Topology two = new Networks().host("a").host("b").link("a", "b").link("a", "b").topology();
    RoutingView once = RoutingView.idle(two).taking(new Route(List.of("a", "b")));
    RoutingView twice = once.taking(new Route(List.of("b", "a")));
    assertThat(List.of(once.taken(0), once.taken(1))).containsExactly(true, false);
    assertThat(List.of(twice.taken(0), twice.taken(1))).containsExactly(true, true);
  }

  @Test
  void path_overTheHeavierOfParallelLinks_takesThatOne() {
    Topology two = new Networks().host("a").host("b").link("a", "b").link("b", "a").topology();
    RoutingView view = RoutingView.idle(two).updated(new long[] {1, 2});
    Route route = new Route(List.of("a", "b"));
    assertThat(view.path(route)).isEqualTo(new Path(route, List.of(0)));
    RoutingView taken = view.taking(new Path(route, List.of(1)));
    assertThat(List.of(taken.taken(0), taken.taken(1))).containsExactly(false, true);
    assertThat(taken.weight(1)).isEqualTo(RoutingView.MAXIMUM);
    assertThat(taken.link("b", "a")).isZero();
  }

  @Test
  void view_ofAnotherShape_isRefused() {
    RoutingView view = RoutingView.idle(Networks.paper());
    assertThatThrownBy(() -> view.updated(new long[3])).hasMessageContaining("3 weights");
    assertThatThrownBy(() -> view.taking(new Route(List.of("h1", "h2"))))
        .hasMessageContaining("no link");
  }

  private static List<String> uppers(String name) {
    RoutingView view = RoutingView.idle(Networks.paper());
    Route first = route(name, view, "h4", "h1", 0);
    view = view.taking(first);
    Route second = route(name, view, "h5", "h2", 1);
    view = view.taking(second);
    Route third = route(name, view, "h6", "h3", 2);
    return List.of(first.nodes().get(2), second.nodes().get(2), third.nodes().get(2));
  }

  /** Some links idle, some busy, some taken. */
  private static RoutingView view(Topology topology, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] weights = new long[topology.links().size()];
    for (int link = 0; link < weights.length; link++) {
      weights[link] = random.nextInt(3) == 0 ? 0 : random.nextInt(6);
    }
    RoutingView view = RoutingView.idle(topology).updated(weights);
    for (int link = 0; link < weights.length; link++) {
      if (random.nextInt(6) == 0) {
        Topology.Link taken = topology.links().get(link);
        view = view.taking(new Route(List.of(taken.left(), taken.right())));
      }
    }
    return view;
  }

  private static long weight(RoutingView view, Route route) {
    long sum = 0;
    for (int i = 1; i < route.nodes().size(); i++) {
      sum +=
          Networks.between(view.topology(), route.nodes().get(i - 1), route.nodes().get(i)).stream()
              .mapToLong(view::weight)
              .min()
              .orElseThrow();
    }
    return sum;
  }

  private static int hops(Route route) {
    return route.nodes().size() - 1;
  }

  private static Route route(
      String name, RoutingView view, String source, String destination, long flow) {
    return route(RouteDeciders.named(name), view, source, destination, flow).orElseThrow();
  }

  private static Optional<Route> route(
      RouteDecider decider, RoutingView view, String source, String destination, long flow) {
    return switch (decider.route(view, source, destination, flow)) {
      case RouteDecision.Routed(Route route) -> Optional.of(route);
      case RouteDecision.Unreachable(String from, String to) -> {
        assertThat(List.of(from, to)).containsExactly(source, destination);
        yield Optional.empty();
      }
    };
  }
}
