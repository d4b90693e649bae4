package dev.drover.simulate.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopologiesTest {
  private static final Cable CABLE =
      new Cable(
          BitRate.ofMegabitsPerSecond(500), Duration.ofNanos(25_000), new Buffer.Packets(100));

  @Test
  void fatTree_ofFour_hasSixteenHostsTwentySwitchesAndFortyEightLinks() {
    Topology topology = Topologies.fatTree(4, CABLE);

    assertThat(topology.hosts()).hasSize(16);
    assertThat(topology.nodes()).hasSize(36);
    assertThat(topology.links()).hasSize(48);
  }

  @Test
  void fatTree_ofSixteen_has1024Hosts() {
    assertThat(Topologies.fatTree(16, CABLE).hosts()).hasSize(1024);
  }

  @Test
  void fatTree_ofOddDegree_isRefused() {
    assertThatThrownBy(() -> Topologies.fatTree(5, CABLE)).hasMessageContaining("5");
  }

  @Test
  void paths_inFatTree_areAsManyAsUpperSwitchesAllow() {
    ShortestPaths paths = new ShortestPaths(Topologies.fatTree(4, CABLE));

    assertThat(paths.all("h1", "h2")).containsExactly(new Route(List.of("h1", "edge-1-1", "h2")));
    assertThat(paths.all("h1", "h3"))
        .containsExactly(
            new Route(List.of("h1", "edge-1-1", "agg-1-1", "edge-1-2", "h3")),
            new Route(List.of("h1", "edge-1-1", "agg-1-2", "edge-1-2", "h3")));
    assertThat(paths.all("h1", "h16")).hasSize(4).allMatch(way -> way.nodes().size() == 7);
  }

  @Test
  void earlyNotification_hasThreeDisjointWaysForThePapersThreeMigrations() {
    ShortestPaths paths = new ShortestPaths(Topologies.earlyNotification(CABLE));

    assertThat(paths.all("h4", "h1"))
        .containsExactly(
            new Route(List.of("h4", "s5", "s1", "s4", "h1")),
            new Route(List.of("h4", "s5", "s2", "s4", "h1")),
            new Route(List.of("h4", "s5", "s3", "s4", "h1")));
  }

  @Test
  void ecmp_ofManyFlows_isOneOfTheShortestEachTimeAndUsesAll() {
    ShortestPaths paths = new ShortestPaths(Topologies.fatTree(4, CABLE));
    List<Route> all = paths.all("h1", "h16");
    Set<Route> used = new HashSet<>();
    for (int flow = 0; flow < 100; flow++) {
      Route way = paths.ecmp("h1", "h16", flow);
      assertThat(all).contains(way);
      assertThat(paths.ecmp("h1", "h16", flow)).isEqualTo(way);
      used.add(way);
    }

    assertThat(used).hasSize(4);
  }

  @Test
  void ecmp_toUnknownHost_isRefusedByName() {
    ShortestPaths paths = new ShortestPaths(Topologies.star(3, CABLE));

    assertThatThrownBy(() -> paths.ecmp("h1", "h7", 0)).hasMessageContaining("h7");
  }

  @Test
  void dumbbell_joinsPairsOverOneLink() {
    ShortestPaths paths = new ShortestPaths(Topologies.dumbbell(2, CABLE, CABLE));

    assertThat(paths.all("l2", "r1")).containsExactly(new Route(List.of("l2", "s1", "s2", "r1")));
  }
}
