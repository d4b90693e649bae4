package dev.drover.xia.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.RandomDags;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForwarderTest {
  private final Tables tables = new Tables();
  private final Forwarder forwarder = new Forwarder(tables);
  private final Xid domain = new Xid(XidType.AD, 1, 1, 1);
  private final Xid host = new Xid(XidType.HID, 2, 2, 2);
  private final Xid service = new Xid(XidType.SID, 3, 3, 3);
  private final Xid content = new Xid(XidType.CID, 4, 4, 4);
  private final Xid neighbour = new Xid(XidType.HID, 5, 5, 5);

  private static Packet to(Dag destination) {
    return Packet.of(
        destination,
        Dag.chain(new Xid(XidType.HID, 9, 9, 9)),
        NextHeader.NONE,
        ByteBuffer.allocate(1));
  }

  private void here(Xid... each) {
    for (Xid xid : each) {
      tables.of(xid.type()).put(xid, Route.LOCAL);
    }
  }

  private Route over(int port, Xid to) {
    Route route = Route.via(port, neighbour, 0);
    tables.of(to.type()).put(to, route);
    return route;
  }

  /** The edge bytes of a node of the destination, or of its source. */
  private static List<Integer> marks(Packet packet, int node) {
    int at = packet.nodeAt(node) + Xid.BYTES;
    List<Integer> marked = new ArrayList<>();
    for (int slot = 0; slot < Dag.MAX_EDGES; slot++) {
      int edge = packet.buffer().get(at + slot) & 0xFF;
      if (edge != Dag.NO_EDGE && (edge & Dag.TAKEN) != 0) {
        marked.add(slot);
      }
    }
    return marked;
  }

  @Test
  void chain_whoseNodesAreHere_isWalkedToItsIntent() {
    here(domain, host, service);
    Packet packet = to(Dag.chain(domain, host, service));
    assertThat(forwarder.next(packet)).isEqualTo(Route.LOCAL);
    assertThat(packet.arrived()).isTrue();
    assertThat(marks(packet, 0)).containsExactly(0);
    assertThat(marks(packet, 1)).containsExactly(0);
    assertThat(marks(packet, 2)).as("the source's").containsExactly(0);
  }

  @Test
  void packet_thatLeaves_isLastAtTheNodeThatIsHere() {
    here(domain);
    Route route = over(3, host);
    Packet packet = to(Dag.chain(domain, host, service));
    assertThat(forwarder.next(packet)).isEqualTo(route);
    assertThat(packet.last()).isZero();
    assertThat(marks(packet, 0)).as("the way to the host is not gone here").isEmpty();
    assertThat(marks(packet, 2)).containsExactly(0);
  }

  /** A host that has moved without knowing it: its new gateway is to look for the old domain. */
  @Test
  void packet_thatLeavesByTheRouteForOthers_leavesAsItCame() {
    here(domain);
    Route onward = Route.via(2, neighbour, 0);
    tables.of(XidType.HID).others(Optional.of(onward));
    Packet packet = to(Dag.chain(domain, host, service));
    byte[] before = packet.copy().array();
    assertThat(forwarder.next(packet)).isEqualTo(onward);
    assertThat(packet.last()).isEqualTo(Packet.AT_SOURCE);
    assertThat(packet.array()).isEqualTo(before);
  }

  @Test
  void packet_onItsWayThatLeavesByTheRouteForOthers_keepsWhatWasReachedBefore() {
    here(host);
    Route onward = Route.via(2, neighbour, 0);
    tables.of(XidType.SID).others(Optional.of(onward));
    Packet packet = to(Dag.chain(domain, host, service));
    packet.take(0);
    packet.last(0);
    byte[] before = packet.copy().array();
    assertThat(forwarder.next(packet)).isEqualTo(onward);
    assertThat(packet.array()).isEqualTo(before);
  }

  @Test
  void packet_withItsLastNodeBehind_isNotAskedForItAgain() {
    over(1, domain);
    Route onward = over(2, host);
    Packet packet = to(Dag.chain(domain, host, service));
    packet.last(0);
    assertThat(forwarder.next(packet)).isEqualTo(onward);
    assertThat(packet.last()).isZero();
  }

  /** Of four edges the first with a route decides, whichever have none. */
  @Test
  void fallbacks_areTriedInOrder() {
    List<Xid> nodes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      nodes.add(new Xid(XidType.AD, 20 + i, 0, 0));
    }
    nodes.add(service);
    Dag four = Dag.of(nodes, List.of(3, 0, 1, 2), List.of(List.of(3), List.of(3), List.of(3)));
    for (int routes = 0; routes < 16; routes++) {
      Tables own = new Tables();
      Route expected = Route.UNREACHABLE;
      for (int slot = 3; slot >= 0; slot--) {
        Xid node = nodes.get(four.sourceEdges().get(slot));
        if ((routes & 1 << slot) != 0) {
          expected = Route.via(slot, neighbour, 0);
          own.of(node.type()).put(node, expected);
        } else {
          own.of(node.type());
        }
      }
      assertThat(new Forwarder(own).next(to(four))).as("routes %s", routes).isEqualTo(expected);
    }
  }

  @Test
  void typeThatNobodyKnows_isPassedOver() {
    Xid strange = new Xid(0x77, 1, 2, 3);
    Route route = over(0, domain);
    assertThat(forwarder.next(to(Dag.fallback(strange, domain, host)))).isEqualTo(route);
  }

  @Test
  void routeThatFallsBack_isPassedOver() {
    tables.of(XidType.CID).others(Optional.of(new Route(Route.FALL_BACK, Optional.empty(), 0)));
    Route route = over(0, domain);
    assertThat(forwarder.next(to(Dag.fallback(content, domain, host)))).isEqualTo(route);
  }

  @Test
  void tableSwitchedOff_isPassedOver() {
    here(content);
    Route route = over(0, domain);
    Packet packet = to(Dag.fallback(content, domain, host));
    tables.of(XidType.CID).enabled(false);
    assertThat(forwarder.next(packet)).isEqualTo(route);
    tables.of(XidType.CID).enabled(true);
    assertThat(forwarder.next(packet)).isEqualTo(Route.LOCAL);
    assertThat(packet.arrived()).isTrue();
  }

  /** A router within the destination domain may answer for the content too. */
  @Test
  void fallbackThatIsHere_isLeftForTheIntentAgain() {
    here(domain);
    Route route = over(4, content);
    tables.of(XidType.CID).enabled(false);
    Packet packet = to(Dag.fallback(content, domain, host));
    assertThat(forwarder.next(packet).unreachable()).as("no way to the host").isTrue();
    assertThat(packet.last()).isZero();
    tables.of(XidType.CID).enabled(true);
    assertThat(forwarder.next(packet)).isEqualTo(route);
    assertThat(packet.last()).isZero();
  }

  @Test
  void packet_atItsIntent_hasNoEdgeOn() {
    here(service);
    Packet packet = to(Dag.chain(service));
    packet.last(0);
    assertThat(forwarder.next(packet).unreachable()).isTrue();
  }

  /** Whatever the address and the tables, the search ends, forward only, at what is said. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void next_withRandomAddressesAndTables_endsAsAPlainSearchDoes(long seed) {
    Random random = new Random(seed);
    RandomDags dags = new RandomDags(random);
    for (int i = 0; i < 3000; i++) {
      Dag dag = dags.dag();
      Tables own = new Tables();
      for (Xid node : dag.nodes()) {
        switch (random.nextInt(4)) {
          case 0 -> own.of(node.type()).put(node, Route.LOCAL);
          case 1 -> own.of(node.type()).put(node, Route.via(random.nextInt(3), neighbour, 0));
          case 2 -> own.of(node.type());
          default -> {}
        }
      }
      Packet packet = to(dag);
      Route route = new Forwarder(own).next(packet);
      int at = Packet.AT_SOURCE;
      Optional<Route> expected = Optional.empty();
      while (expected.isEmpty()) {
        List<Integer> edges = at < 0 ? dag.sourceEdges() : dag.edges(at);
        Optional<Integer> next =
            edges.stream().filter(to -> route(own, dag.nodes().get(to)).isPresent()).findFirst();
        if (next.isEmpty()) {
          expected = Optional.of(Route.UNREACHABLE);
          continue;
        }
        Route found = route(own, dag.nodes().get(next.get())).orElseThrow();
        if (found.leaves()) {
          expected = Optional.of(found);
          continue;
        }
        assertThat(next.get()).as("seed %d", seed).isGreaterThan(at);
        at = next.get();
        if (at == dag.nodes().size() - 1) {
          expected = Optional.of(Route.LOCAL);
        }
      }
      assertThat(route).as("seed %d, address %s", seed, dag).isEqualTo(expected.get());
      assertThat(packet.last()).as("seed %d, address %s", seed, dag).isEqualTo(at);
    }
  }

  private static Optional<Route> route(Tables own, Xid xid) {
    return own.all().stream()
        .filter(table -> table.type() == xid.type())
        .findFirst()
        .flatMap(table -> table.get(xid));
  }
}
