package dev.drover.cli.ns3;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Transfers that both simulators run. A run ends when all bounded transfers have arrived, or at
 * {@code limit}.
 */
record PeerCase(Topology topology, PeerTcp tcp, List<Transfer> transfers, Duration limit) {
  PeerCase {
    transfers = List.copyOf(transfers);
    if (transfers.isEmpty()) {
      throw new IllegalArgumentException("transfers is empty");
    }
    for (Link link : topology.links()) {
      if (!(link.buffer() instanceof Buffer.Packets)) {
        throw new IllegalArgumentException(
            "ns-3 counts its buffers in packets here: link " + link.left() + "–" + link.right());
      }
    }
  }

  /**
   * {@return the case with each link up to 1 % slower and up to half as long again}. Where all are
   * alike, packets arrive at the very instant at which another one arrives or leaves, and which one
   * finds the last room depends on the order of simultaneous events alone (Floyd, Jacobson: On
   * Traffic Phase Effects in Packet-Switched Gateways, 1992).
   */
  PeerCase outOfPhase(RandomGenerator random) {
    List<Link> links = topology.links().stream().map(link -> slower(link, random)).toList();
    return new PeerCase(new Topology(topology.nodes(), links), tcp, transfers, limit);
  }

  private static Link slower(Link link, RandomGenerator random) {
    return new Link(
        link.left(),
        link.right(),
        link.rate().times(1 - random.nextDouble(0.01)),
        link.delay().plusNanos(random.nextLong(1 + link.delay().toNanos() / 2)),
        link.buffer());
  }

  /** {@return the case as {@code drover-peer} reads it} */
  String text() {
    StringBuilder text = new StringBuilder();
    set(text, "congestion", tcp.congestion().ns3());
    set(text, "recovery", tcp.proportional() ? "TcpPrrRecovery" : "TcpClassicRecovery");
    set(text, "sack", tcp.sack() ? 1 : 0);
    set(text, "mss", PeerTcp.SEGMENT_BYTES);
    set(text, "initialWindow", PeerTcp.INITIAL_WINDOW);
    set(text, "delayedAckCount", PeerTcp.DELAYED_SEGMENTS);
    set(text, "delayedAckSeconds", seconds(tcp.delayed()));
    set(text, "minRtoSeconds", seconds(PeerTcp.LEAST_TIMEOUT));
    set(text, "receiveWindow", tcp.windowBytes());
    set(text, "stopSeconds", seconds(limit));
    for (Link link : topology.links()) {
      text.append(
          String.format(
              Locale.ROOT,
              "link %s %s %d %d %d%n",
              link.left(),
              link.right(),
              link.rate().bitsPerSecond(),
              SimTime.of(link.delay()),
              packets(link.buffer())));
    }
    for (Transfer transfer : transfers) {
      text.append(
          String.format(
              Locale.ROOT,
              "flow %d %d %s%n",
              transfer.bytes().count(),
              transfer.startPicoseconds(),
              String.join(" ", transfer.route().nodes())));
    }
    return text.toString();
  }

  private static void set(StringBuilder text, String name, Object value) {
    text.append("set ").append(name).append(' ').append(value).append('\n');
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.9f", time.toNanos() / 1e9);
  }

  private static int packets(Buffer buffer) {
    return switch (buffer) {
      case Buffer.Packets(int count) -> count;
      case Buffer.Size _ -> throw new IllegalStateException("refused at construction");
    };
  }
}
