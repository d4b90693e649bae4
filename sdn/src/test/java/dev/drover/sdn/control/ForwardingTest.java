package dev.drover.sdn.control;

import static dev.drover.sdn.control.Scenes.address;
import static dev.drover.sdn.control.Scenes.arrivals;
import static dev.drover.sdn.control.Scenes.host;
import static dev.drover.sdn.control.Scenes.introduce;
import static dev.drover.sdn.control.Scenes.path;
import static dev.drover.sdn.control.Scenes.ring;
import static dev.drover.sdn.control.Scenes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.packet.Frame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ForwardingTest {
  private static final long UNKNOWN_MAC = 0x0200_0000_00ffL;

  @Test
  void firstPacketOfAPair_acrossSwitches_arrivesOnce() {
    FakeNetwork network = ring("static");
    network.start();
    introduce(network);

    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(path(network, "h1", "h2")).containsExactly("1", "2", "4");
    assertThat(path(network, "h2", "h1")).containsExactly("4", "2", "1");
  }

  @Test
  void furtherPackets_ofAPair_passWithoutTheController() {
    FakeNetwork network = ring("static");
    network.start();
    introduce(network);
    arrivals(network, "h2", send(network, "h1", "h2"));
    long before = network.commands;

    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
    assertThat(network.commands).isEqualTo(before);
  }

  @Test
  void burstOfANewPair_whileRulesAreSet_isDecidedOnceAndArrivesWhole() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);
    long first = send(network, "h1", "h2");
    for (int i = 0; i < 20; i++) {
      send(network, "h1", "h2");
    }
    network.settle();

    for (long id = first; id <= first + 20; id++) {
      assertThat(host(network, "h2").count(id)).isEqualTo(1);
    }
    // A second decision would have found the first way taken.
    assertThat(path(network, "h1", "h2")).containsExactly("1", "2", "4");
  }

  @Test
  void hostsAtOneSwitch_needNoWay_andReachEachOther() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);

    assertThat(arrivals(network, "h3", send(network, "h1", "h3"))).isEqualTo(1);
    assertThat(path(network, "h1", "h3")).containsExactly("1");
    assertThat(network.carried).isZero();
  }

  @Test
  void hostsBehindOnePort_sendEachOther_nothingComesBack() {
    FakeNetwork network = ring("d-r");
    network.host("h5", address(5), 1, 10);
    network.start();
    introduce(network);

    assertThat(arrivals(network, "h5", send(network, "h1", "h5"))).isZero();
    assertThat(arrivals(network, "h2", send(network, "h5", "h2"))).isEqualTo(1);
  }

  @Test
  void arp_forAKnownHost_isAnsweredWithoutDisturbingOthers() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);
    long before = host(network, "h3").countOf(Frame.ARP);

    host(network, "h1").askFor(address(2));
    network.settle();

    assertThat(host(network, "h1").neighbours).containsEntry(address(2), host(network, "h2").mac);
    assertThat(host(network, "h3").countOf(Frame.ARP)).isEqualTo(before);
  }

  @Test
  void arp_forAnUnknownHost_reachesAllOthersOnceAndNoLink() {
    FakeNetwork network = ring("d-r");
    network.start();

    host(network, "h1").askFor(address(2));
    host(network, "h1").askFor(address(2));
    network.settle();

    assertThat(host(network, "h3").countOf(Frame.ARP)).isEqualTo(1);
    assertThat(host(network, "h4").countOf(Frame.ARP)).isEqualTo(1);
    assertThat(host(network, "h1").countOf(Frame.ARP)).isEqualTo(1);
    assertThat(host(network, "h1").neighbours).containsEntry(address(2), host(network, "h2").mac);
    assertThat(network.carried).isZero();
  }

  @Test
  void arp_askedAgainAfterAWhile_isFloodedAgain() {
    FakeNetwork network = ring("d-r");
    network.start();
    host(network, "h1").askFor(address(99));
    network.settle();
    network.pass(Duration.ofSeconds(1));
    host(network, "h1").askFor(address(99));
    network.settle();

    assertThat(host(network, "h4").countOf(Frame.ARP)).isEqualTo(2);
  }

  @Test
  void packet_toAHostNotSeenYet_waitsUntilItAnswers() {
    FakeNetwork network = ring("d-r");
    network.start();

    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
  }

  @Test
  void packet_rightAfterTheSwitchJoined_arrivesOnceItsPortIsAnEdge() {
    FakeNetwork network = ring("d-r");
    network.switches.values().forEach(FakeSwitch::join);
    network.settle();
    long id = send(network, "h1", "h2");
    network.settle();

    assertThat(host(network, "h2").count(id)).isZero();
    network.pass(Duration.ofSeconds(3));
    assertThat(host(network, "h2").count(id)).isEqualTo(1);
  }

  @Test
  void host_announcedByRarpElsewhere_isReachedThereAtOnce() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);
    arrivals(network, "h2", send(network, "h1", "h2"));
    FakeHost moved = host(network, "h2");

    moved.moveTo(network.at(3), 12);
    moved.send(Packets.rarp(moved.mac));
    network.settle();

    assertThat(path(network, "h1", "h2")).containsExactly("1", "3");
    long commands = network.commands;
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
    assertThat(network.commands).isEqualTo(commands);
  }

  @Test
  void host_announcedByItsKernelAtAnOldPort_isReachedThereAtOnce() {
    FakeNetwork network = ring("d-r");
    network.at(3).socket(12);
    network.start();
    introduce(network);
    arrivals(network, "h2", send(network, "h1", "h2"));
    FakeHost moved = host(network, "h2");

    network.pass(Duration.ofMillis(200));
    moved.moveTo(network.at(3), 12);
    moved.announce();
    network.settle();

    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(path(network, "h1", "h2")).containsExactly("1", "3");
  }

  @Test
  void latePacket_fromWhereAHostWas_doesNotMoveItBack() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);
    FakeHost moved = host(network, "h2");
    moved.moveTo(network.at(3), 12);
    moved.send(Packets.rarp(moved.mac));
    network.settle();

    network.transmit(network.at(4), 10, Packets.ipv4(moved, UNKNOWN_MAC, address(77), 0, 0, 1));
    network.settle();

    assertThat(network.controller().status().hosts())
        .filteredOn(seen -> seen.address().equals(Addresses.text(address(2))))
        .singleElement()
        .satisfies(seen -> assertThat(seen.switchName()).isEqualTo("3"));
  }

  @Test
  void addressBehindARouter_isReachedAtTheRouter() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);
    FakeHost sender = host(network, "h1");
    FakeHost router = host(network, "h2");

    sender.send(Packets.ipv4(sender, router.mac, 0x0808_0808, 0, 0, 4711));

    assertThat(arrivals(network, "h2", 4711)).isEqualTo(1);
  }

  @Test
  void broadcast_reachesAllOthersOnce_andIsLimited() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);
    FakeHost sender = host(network, "h1");
    Octets all = Packets.ipv4(sender, Frame.BROADCAST, -1, 0, 0, 99_999);

    sender.send(all);
    assertThat(arrivals(network, "h2", 99_999)).isEqualTo(1);
    assertThat(arrivals(network, "h3", 99_999)).isEqualTo(1);
    assertThat(host(network, "h1").count(99_999)).isZero();

    for (int i = 0; i < 1000; i++) {
      sender.send(all);
    }
    assertThat(arrivals(network, "h2", 99_999)).isEqualTo(Flooding.OTHERS_PER_SECOND);
  }

  @Test
  void frames_thatMakeNoSense_areIgnored() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);
    for (int length = 0; length < 60; length++) {
      byte[] bytes = new byte[length];
      if (length > 13) {
        bytes[12] = 8;
        bytes[13] = (byte) (length % 7);
      }
      network
          .controller()
          .received(
              java.util.Objects.requireNonNull(network.at(1).channel),
              new dev.drover.sdn.openflow.Message.PacketIn(
                  0, 0xffff_ffffL, length, 0, 0, 0, 10, Octets.of(bytes)),
              network.now());
    }
    network.settle();

    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
  }

  @Test
  void pair_withoutTraffic_isForgotten() {
    FakeNetwork network = ring("d-r");
    network.start();
    introduce(network);
    arrivals(network, "h2", send(network, "h1", "h2"));
    assertThat(network.controller().status().paths()).hasSize(2);

    network.pass(Scenes.IDLE.plusSeconds(1));

    assertThat(network.controller().status().paths()).isEmpty();
    assertThat(network.at(2).rules).hasSize(5);
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
  }
}
