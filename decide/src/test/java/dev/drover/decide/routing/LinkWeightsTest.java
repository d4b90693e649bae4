package dev.drover.decide.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.unit.BitRate;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LinkWeightsTest {
  private static final int NETWORKS = 300;

  @Test
  void names_findTheirWeights() {
    assertThat(LinkWeights.names()).containsExactly("bytes", "utilisation");
    assertThat(LinkWeights.named("utilisation")).isEqualTo(LinkWeights.UTILISATION);
    assertThatThrownBy(() -> LinkWeights.named("hops"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'hops'")
        .hasMessageContaining("utilisation");
  }

  @Test
  void utilisation_whereLinksAreAlike_choosesAsBytesDo() {
    for (long seed = 0; seed < NETWORKS; seed++) {
      Topology topology = Networks.random(seed);
      SplittableRandom random = new SplittableRandom(seed);
      long[] bytes = random.longs(topology.links().size(), 0, 400_000_000).toArray();
      RoutingView byBytes =
          RoutingView.idle(topology).updated(LinkWeights.BYTES.of(topology, bytes));
      RoutingView byUse =
          RoutingView.idle(topology).updated(LinkWeights.UTILISATION.of(topology, bytes));
      for (RouteDecider decider : RouteDeciders.all()) {
        String source = topology.hosts().getFirst();
        String destination = topology.hosts().getLast();
        assertThat(decider.route(byUse, source, destination, seed))
            .as("seed %d", seed)
            .isEqualTo(decider.route(byBytes, source, destination, seed));
      }
    }
  }

  /** 100 MB on 200 Mbit/s against 300 MB on 1 Gbit/s: the second link has more to spare. */
  @Test
  void utilisation_whereLinksDiffer_prefersTheOneWithMoreToSpare() {
    Topology topology =
        twoWays(BitRate.ofMegabitsPerSecond(200), BitRate.ofMegabitsPerSecond(1000));
    long[] bytes = {100_000_000, 0, 300_000_000, 0};
    assertThat(middle(topology, LinkWeights.BYTES, bytes)).isEqualTo("slow");
    assertThat(middle(topology, LinkWeights.UTILISATION, bytes)).isEqualTo("fast");
  }

  @Test
  void utilisation_halfFullLinksOfAnyRate_weighTheSame() {
    Topology topology =
        twoWays(BitRate.ofMegabitsPerSecond(200), BitRate.ofMegabitsPerSecond(1000));
    long[] weights =
        LinkWeights.UTILISATION.of(topology, new long[] {125_000_000, 1, 625_000_000, 0});
    assertThat(weights).containsExactly(625_000_000, 5, 625_000_000, 0);
  }

  @ParameterizedTest
  @EnumSource
  void weights_ofAnyCount_areBelowThatOfATakenLink(LinkWeights weights) {
    Topology topology = twoWays(BitRate.ofBitsPerSecond(1), BitRate.ofBitsPerSecond(1L << 60));
    long[] most = {Long.MAX_VALUE, Long.MAX_VALUE, 1L << 41, 1L << 40};
    assertThat(weights.of(topology, most)).containsOnly(RoutingView.MAXIMUM - 1);
  }

  @ParameterizedTest
  @EnumSource
  void counts_ofAnotherShape_areRefused(LinkWeights weights) {
    Topology topology = Networks.paper();
    assertThatThrownBy(() -> weights.of(topology, new long[2])).hasMessageContaining("2 counts");
    long[] negative = new long[topology.links().size()];
    negative[3] = -1;
    assertThatThrownBy(() -> weights.of(topology, negative)).hasMessageContaining("link 3");
  }

  private static String middle(Topology topology, LinkWeights weights, long[] bytes) {
    RoutingView view = RoutingView.idle(topology).updated(weights.of(topology, bytes));
    return switch (RouteDeciders.named("d-r").route(view, "a", "b", 0)) {
      case RouteDecision.Routed(var route) -> route.nodes().get(1);
      case RouteDecision.Unreachable _ -> "nowhere";
    };
  }

  private static Topology twoWays(BitRate slow, BitRate fast) {
    Topology topology =
        new Networks()
            .host("a")
            .host("b")
            .forwarder("slow")
            .forwarder("fast")
            .link("a", "slow")
            .link("slow", "b")
            .link("a", "fast")
            .link("fast", "b")
            .topology();
    List<Link> links =
        topology.links().stream()
            .map(link ->
                new Link(
                    link.left(),
                    link.right(),
                    link.joins("a", "slow") || link.joins("slow", "b") ? slow : fast,
                    link.delay(),
                    link.buffer()))
            .toList();
    return new Topology(topology.nodes(), links);
  }
}
