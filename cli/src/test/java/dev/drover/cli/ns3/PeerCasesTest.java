package dev.drover.cli.ns3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PeerCasesTest {
  static Stream<PeerFamily> families() {
    return PeerCases.all().stream();
  }

  @Test
  void names_ofAllFamilies_differ() {
    assertThat(families().map(PeerFamily::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("families")
  void routes_ofEveryTransfer_followLinksFromHostToHost(PeerFamily family) {
    for (long seed = 1; seed <= 3; seed++) {
      PeerCase one = family.draw(seed);
      TreeSet<String> hops = new TreeSet<>();
      for (Link link : one.topology().links()) {
        hops.add(link.left() + " " + link.right());
        hops.add(link.right() + " " + link.left());
      }
      for (Transfer transfer : one.transfers()) {
        List<String> nodes = transfer.route().nodes();
        for (int i = 1; i < nodes.size(); i++) {
          assertThat(hops).as("seed %d", seed).contains(nodes.get(i - 1) + " " + nodes.get(i));
        }
        assertThat(one.topology().hosts()).contains(nodes.getFirst(), nodes.getLast());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void draw_byTheSameSeed_isTheSame_andByAnotherOnlyIfDrawn(PeerFamily family) {
    assertThat(family.draw(4).text()).isEqualTo(family.draw(4).text());
    long different =
        LongStream.rangeClosed(1, 5).mapToObj(s -> family.draw(s).text()).distinct().count();
    assertThat(different).isEqualTo(family.drawn() ? 5 : 1);
  }

  @ParameterizedTest
  @CsvSource({"4, 16, 20, 48", "8, 128, 80, 384"})
  void fatTree_ofSoManyPods_hasItsHostsSwitchesAndLinks(
      int pods, int hosts, int switches, int links) {
    Topology topology = new FatTree(pods, Cable.of(10_000, 5, 100)).topology();

    assertThat(topology.hosts()).hasSize(hosts);
    assertThat(topology.nodes().stream().filter(node -> node.kind() == Node.Kind.SWITCH))
        .hasSize(switches);
    assertThat(topology.links()).hasSize(links);
  }

  @Test
  void fatTreePermutation_everyHost_sendsToOneOtherAndReceivesFromOne() {
    PeerCase one =
        families().filter(f -> f.name().equals("fattree-8")).findFirst().orElseThrow().draw(2);

    assertThat(one.transfers().stream().map(t -> t.route().source())).doesNotHaveDuplicates();
    assertThat(one.transfers().stream().map(t -> t.route().destination())).doesNotHaveDuplicates();
    assertThat(one.transfers()).hasSize(128);
  }
}
