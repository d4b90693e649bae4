package dev.drover.cli.sdn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.SwitchStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TiersTest {
  private static List<Integer> sizes(NetworkStatus network) {
    return Tiers.of(network).topFirst().stream().map(List::size).toList();
  }

  @Test
  void fatTree_hasThreeTiers() {
    assertThat(sizes(SampleNetworks.fatTree(4))).containsExactly(4, 8, 8);
  }

  @Test
  void switchesWithoutHosts_areOneTier() {
    NetworkStatus tree = SampleNetworks.fatTree(4);

    assertThat(sizes(new NetworkStatus("d-r", tree.switches(), tree.links(), List.of(), List.of())))
        .containsExactly(20);
  }

  @Test
  void switchThatNothingReaches_isOnTop() {
    NetworkStatus network = SampleNetworks.leafSpine();
    List<SwitchStatus> switches = new ArrayList<>(network.switches());
    switches.addFirst(new SwitchStatus("alone", 99, true, 1));

    Tiers tiers =
        Tiers.of(new NetworkStatus("d-r", switches, network.links(), network.hosts(), List.of()));

    assertThat(tiers.topFirst().getFirst()).extracting(SwitchStatus::name).containsExactly("alone");
    assertThat(tiers.topFirst()).hasSize(3);
  }
}
