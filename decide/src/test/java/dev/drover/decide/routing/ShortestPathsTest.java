package dev.drover.decide.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.routing.RouteDecision.Routed;
import dev.drover.decide.routing.ShortestPaths.Order;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The search from both ends against Dijkstra's algorithm from one, which knows every node. */
final class ShortestPathsTest {
  private static final int NETWORKS = 3000;

  /** Networks of up to 16 nodes, dense ones and ones in parts, with many equal routes. */
  @ParameterizedTest
  @EnumSource
  void routes_inSmallNetworks_areThoseOfTheReference(Order order) {
    int routed = 0;
    for (long seed = 0; seed < NETWORKS; seed++) {
      RoutingView view = view(Networks.random(seed), seed, 1 + (int) (seed % 6));
      routed += assertAgrees(view, order, seed, 4);
    }
    assertThat(routed).isGreaterThan(NETWORKS);
  }

  /** 60 to 120 nodes with few links each: routes of many hops, often by detours. */
  @ParameterizedTest
  @EnumSource
  void routes_inSparseNetworks_areThoseOfTheReference(Order order) {
    int routed = 0;
    for (long seed = 0; seed < 300; seed++) {
      RoutingView view = view(sparse(seed), seed, seed % 2 == 0 ? 4 : 1_000_000);
      routed += assertAgrees(view, order, seed, 10);
    }
    assertThat(routed).isGreaterThan(300);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 8})
  void routes_inFatTrees_areThoseOfTheReference(int arity) {
    Topology topology = Networks.fatTree(arity);
    for (long seed = 0; seed < 60; seed++) {
      RoutingView view = view(topology, seed, seed % 3 == 0 ? 1 : seed % 3 == 1 ? 5 : 1_000_000);
      for (Order order : Order.values()) {
        assertThat(assertAgrees(view, order, seed, 10)).isPositive();
      }
    }
  }

  @Test
  void routes_betweenSwitches_areThoseOfTheReference() {
    Topology topology = Networks.fatTree(6);
    List<String> switches =
        topology.nodes().stream()
            .filter(node -> node.kind() == Node.Kind.SWITCH)
            .map(Node::name)
            .toList();
    SplittableRandom random = new SplittableRandom(1);
    for (long seed = 0; seed < 300; seed++) {
      RoutingView view = view(topology, seed, 3);
      String source = switches.get(random.nextInt(switches.size()));
      String destination = switches.get(random.nextInt(switches.size()));
      if (!source.equals(destination)) {
        for (Order order : Order.values()) {
          assertAgrees(view, order, source, destination, seed);
        }
      }
    }
  }

  private static int assertAgrees(RoutingView view, Order order, long seed, int pairs) {
    List<Node> nodes = view.topology().nodes();
    SplittableRandom random = new SplittableRandom(seed);
    int routed = 0;
    for (int i = 0; i < pairs; i++) {
      String source = nodes.get(random.nextInt(nodes.size())).name();
      String destination = nodes.get(random.nextInt(nodes.size())).name();
      if (!source.equals(destination)) {
        routed += assertAgrees(view, order, source, destination, seed) ? 1 : 0;
      }
    }
    return routed;
  }

  private static boolean assertAgrees(
      RoutingView view, Order order, String source, String destination, long seed) {
    long[] ones = new long[view.topology().links().size()];
    Arrays.fill(ones, 1);
    long[] weights = new long[ones.length];
    Arrays.setAll(weights, view::weight);
    ReferencePaths reference =
        switch (order) {
          case HOPS -> ReferencePaths.between(view.graph(), source, destination, ones, ones);
          case WEIGHT_THEN_HOPS ->
              ReferencePaths.between(view.graph(), source, destination, weights, ones);
          case HOPS_THEN_WEIGHT ->
              ReferencePaths.between(view.graph(), source, destination, ones, weights);
        };
    ShortestPaths paths = ShortestPaths.between(view, source, destination, order);
    RouteDecision first = paths.firstRoute();
    assertThat(first).as("seed %d", seed).isEqualTo(reference.firstRoute());
    for (long flow = 0; flow < 5; flow++) {
      long hash = FlowHash.of(1, 2, flow);
      assertThat(paths.anyRoute(hash)).as("seed %d", seed).isEqualTo(reference.anyRoute(hash));
    }
    return first instanceof Routed;
  }

  /** A view with weights below {@code bound}, in which about one link in eight is taken. */
  private static RoutingView view(Topology topology, long seed, int bound) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] weights = random.longs(topology.links().size(), 0, bound).toArray();
    RoutingView view = RoutingView.idle(topology).updated(weights);
    for (Link link : topology.links()) {
      if (random.nextInt(8) == 0) {
        view = view.taking(new Route(List.of(link.left(), link.right())));
      }
    }
    return view;
  }

  private static Topology sparse(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Networks net = new Networks();
    List<String> names = new ArrayList<>();
    int count = random.nextInt(60, 121);
    for (int i = 0; i < count; i++) {
      names.add("n" + i);
      if (random.nextInt(10) == 0) {
        net.host("n" + i);
      } else {
        net.forwarder("n" + i);
      }
    }
    for (int i = 0; i < count * 3 / 2; i++) {
      int left = random.nextInt(count);
      int right = Math.floorMod(left + random.nextInt(-8, 9), count);
      if (left != right) {
        net.link(names.get(left), names.get(right));
      }
    }
    return net.topology();
  }
}
