package dev.drover.cli.ns3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeerCaseTest {
  private static final List<Node> NODES =
      List.of(new Node("a", Node.Kind.HOST), new Node("b", Node.Kind.HOST));
  private static final List<Transfer> TRANSFERS =
      List.of(
          new Transfer(new Route(List.of("a", "b")), Bytes.of(3000), 0),
          new Transfer(new Route(List.of("b", "a")), Bytes.ZERO, 7));

  @Test
  void text_ofACase_isWhatThePeerReads() {
    Topology topology = new Topology(NODES, List.of(Cable.of(1_000, 20, 50).between("a", "b")));
    PeerCase one =
        new PeerCase(
            topology, PeerTcp.CUBIC.within(90).withoutSack(), TRANSFERS, Duration.ofMillis(1500));

    assertThat(one.text())
        .isEqualTo(
            """
            set congestion TcpCubic
            set recovery TcpPrrRecovery
            set sack 0
            set mss 1448
            set initialWindow 10
            set delayedAckCount 2
            set delayedAckSeconds 0.040000000
            set minRtoSeconds 0.200000000
            set receiveWindow 130320
            set stopSeconds 1.500000000
            link a b 1000000000 20000000 50
            flow 3000 0 a b
            flow 0 7 b a
            """);
  }

  @Test
  void bufferInBytes_isRefused() {
    Link link =
        new Link(
            "a",
            "b",
            BitRate.ofMegabitsPerSecond(1),
            Duration.ZERO,
            new Buffer.Size(Bytes.of(9000)));
    Topology topology = new Topology(NODES, List.of(link));

    assertThatThrownBy(
            () -> new PeerCase(topology, PeerTcp.NEW_RENO, TRANSFERS, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("link a–b");
  }
}
