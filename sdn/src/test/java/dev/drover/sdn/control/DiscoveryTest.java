package dev.drover.sdn.control;

import static dev.drover.sdn.control.Scenes.arrivals;
import static dev.drover.sdn.control.Scenes.host;
import static dev.drover.sdn.control.Scenes.introduce;
import static dev.drover.sdn.control.Scenes.ring;
import static dev.drover.sdn.control.Scenes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.unit.BitRate;
import dev.drover.sdn.api.NetworkStatus.LinkStatus;
import dev.drover.sdn.openflow.Message.PortStatus;
import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Lldp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class DiscoveryTest {
  private static List<String> links(FakeNetwork network) {
    return network.controller().status().links().stream()
        .map(link ->
            link.left() + ":" + link.leftPort() + "-" + link.right() + ":" + link.rightPort())
        .toList();
  }

  @Test
  void links_ofARing_areFoundAtOnce() {
    FakeNetwork network = ring("d-r");
    network.switches.values().forEach(FakeSwitch::join);
    network.settle();
    network.pass(Duration.ofMillis(50));

    assertThat(links(network)).containsExactly("1:1-2:1", "1:2-3:1", "2:2-4:1", "3:2-4:2");
    assertThat(network.controller().status().links())
        .extracting(LinkStatus::capacity)
        .containsOnly(BitRate.ofMegabitsPerSecond(1000));
  }

  @Test
  void cable_thatCarriesOneWayOnly_isNoLink() {
    FakeNetwork network = ring("d-r");
    FakeSwitch.Socket deaf = network.at(1).socket(1);
    deaf.peer = null;
    network.start();

    assertThat(links(network)).doesNotContain("1:1-2:1").hasSize(3);
  }

  @Test
  void link_thatGoesSilent_isGoneAfterThreeIntervals() {
    FakeNetwork network = ring("d-r");
    network.start();
    network.at(1).socket(1).peer = null;

    network.pass(Duration.ofMillis(2500));
    assertThat(links(network)).contains("1:1-2:1");
    network.pass(Duration.ofMillis(1600));
    assertThat(links(network)).doesNotContain("1:1-2:1");
  }

  @Test
  void link_whosePortGoesDown_isGoneAtOnceAndBackAtOnce() {
    FakeNetwork network = ring("d-r");
    network.start();

    network.setUp(1, 1, false);
    network.settle();
    assertThat(links(network)).containsExactly("1:2-3:1", "2:2-4:1", "3:2-4:2");

    network.setUp(1, 1, true);
    network.settle();
    assertThat(links(network)).contains("1:1-2:1");
  }

  @Test
  void standstill_forgivesNoTimeToCome() {
    FakeNetwork network = ring("d-r");
    network.start();
    FakeSwitch first = network.at(1);
    long later = network.now() + Duration.ofSeconds(20).toNanos();
    for (boolean up : new boolean[] {false, true}) {
      first.socket(10).up = up;
      network
          .controller()
          .received(
              Objects.requireNonNull(first.channel), new PortStatus(0, 2, first.port(10)), later);
    }
    for (long passed = 0; passed < 3000; passed += 50) {
      network.controller().tick(later + Duration.ofMillis(passed).toNanos());
    }
    network.settle();

    Scenes.host(network, "h2").askFor(Scenes.address(99));
    network.settle();

    assertThat(Scenes.host(network, "h1").countOf(Frame.ARP))
        .as("its port is an edge two intervals after it came up")
        .isEqualTo(1);
  }

  @Test
  void controllerThatStoodStill_losesNoLink() {
    FakeNetwork network = ring("d-r");
    network.start();

    network.controller().tick(network.now() + Duration.ofSeconds(20).toNanos());

    assertThat(links(network)).hasSize(4);
  }

  @Test
  void lldp_thatAHostForges_makesNoLinkAndNoHostPortUnusable() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);
    FakeHost forger = host(network, "h1");

    forger.send(Lldp.of(forger.mac, 4, 10, 12345).encode(3));
    forger.received.stream().filter(frame -> frame.at(12) == 0x88).toList().forEach(forger::send);
    network.settle();

    assertThat(links(network)).hasSize(4);
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
  }

  @Test
  void lldp_ofAnEarlierRun_isIgnored() {
    FakeNetwork network = ring("d-r");
    network.start();
    FakeHost host = host(network, "h1");
    var old = host.received.stream().filter(frame -> frame.at(12) == 0x88).toList();
    network.restart(Scenes.settings("d-r"), 77);
    network.pass(Duration.ofSeconds(4));

    old.forEach(frame -> network.transmit(network.at(4), 11, frame));
    network.settle();
    introduce(network);

    assertThat(arrivals(network, "h4", send(network, "h1", "h4"))).isEqualTo(1);
  }

  @Test
  void switchThatJoinsLate_takesItsPortsBackFromTheHosts() {
    FakeNetwork network = ring("d-r");
    for (long id = 1; id <= 3; id++) {
      network.at(id).join();
    }
    network.pass(Duration.ofSeconds(5));
    // Switch 4 has no controller; someone behind it is seen at switch 2's port towards it.
    FakeHost behind = host(network, "h2");
    network.transmit(network.at(2), 2, Packets.rarp(behind.mac));
    host(network, "h1").announce();
    network.settle();

    network.at(4).join();
    network.pass(Duration.ofSeconds(3));
    introduce(network);

    assertThat(links(network)).hasSize(4);
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
  }

  @Test
  void cableBackToTheSameSwitch_isNoLinkAndNoEdge() {
    FakeNetwork network = ring("d-r");
    network.cable(1, 20, 1, 21);
    network.start();
    introduce(network);
    long before = network.carried;

    host(network, "h1").askFor(Scenes.address(99));
    network.settle();

    assertThat(links(network)).hasSize(4);
    assertThat(network.carried).isEqualTo(before);
  }

  @Test
  void switchThatLeaves_takesItsLinksWithIt() {
    FakeNetwork network = ring("d-r");
    network.start();

    network.at(2).leave();
    network.settle();

    assertThat(links(network)).containsExactly("1:2-3:1", "3:2-4:2");
    assertThat(network.controller().status().switches())
        .extracting(each -> each.name() + each.connected())
        .containsExactly("1true", "2false", "3true", "4true");
  }
}
