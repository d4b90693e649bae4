package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.agent.flow.FlowSource.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real Open vSwitch between two namespaces. */
@Timeout(300)
final class RealOpenVSwitchTest {
  private static final int FIRST = Ipv4.parse("10.77.0.1");
  private static final int SECOND = Ipv4.parse("10.77.0.2");
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final long MEGABYTE = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PINGS = 20;
  private static final int PING_BYTES = 1000;

  /** Of Ethernet, IP and ICMP. */
  private static final int HEADERS = 14 + 20 + 8;

  @TempDir private Path directory;
  private final FlowTable table = new FlowTable(Duration.ofSeconds(30), 1000);
  private long now = 1_000_000;

  @BeforeAll
  static void needsRoot() throws IOException {
    assumeTrue(SwitchedNamespaces.usable(), "needs root, Open vSwitch, fping, iperf3 and ethtool");
  }

  private Reading read(OpenVSwitchFlows source) throws IOException {
    now += 1000;
    Reading reading = source.read(table, now);
    table.countedUntil(now);
    return reading;
  }

  /** Reads until the switch has forgotten its flows of IPv4. */
  private void readUntilIdle(OpenVSwitchFlows source) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (read(source).flows() > 0) {
      assertThat(System.nanoTime()).as("flows stay though idle").isLessThan(deadline);
    }
  }

  private long bytes(int source, int destination, int protocol) {
    return table.from(source).stream()
        .filter(flow -> flow.key().destination() == destination)
        .filter(flow -> flow.key().protocol() == protocol)
        .mapToLong(Flow::bytes)
        .sum();
  }

  /**
   * Sends until what is counted more is at least what was received. It is less when Open vSwitch
   * made a flow anew meanwhile, since it has learnt where a MAC address is.
   */
  private void assertCounted(OpenVSwitchFlows source, SwitchedNamespaces rig) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean all = false;
    while (!all) {
      assertThat(System.nanoTime()).as("bytes are missing every time").isLessThan(deadline);
      long before = bytes(FIRST, SECOND, TCP);
      long received = rig.send(MEGABYTE);
      read(source);
      long counted = bytes(FIRST, SECOND, TCP) - before;
      assertThat(counted).isBetween(0L, MEGABYTE * 3 / 2);
      all = received > 0 && counted >= received;
    }
  }

  @Test
  void flows_pingAndTcp_areCountedInBothDirectionsAndOutliveTheSwitchs() throws IOException {
    List<String> rules = FlowDetail.PROTOCOL.rules(1);
    try (SwitchedNamespaces rig = SwitchedNamespaces.make(directory, rules)) {
      OpenVSwitchFlows source = new OpenVSwitchFlows(rig.runDirectory(), 1000);
      rig.settle();
      read(source);

      rig.ping(PINGS, PING_BYTES);
      Reading reading = read(source);
      assertThat(reading.flows()).isEqualTo(2);
      assertThat(reading.coarse() + reading.unread()).isZero();
      // The first packet of a flow makes it, and is not counted.
      long most = (long) PINGS * (PING_BYTES + HEADERS);
      long least = most / 2;
      assertThat(bytes(FIRST, SECOND, ICMP)).isBetween(least, most);
      assertThat(bytes(SECOND, FIRST, ICMP)).isBetween(least, most);
      assertThat(table.mac(FIRST)).hasValue(0x020000000001L);
      assertThat(table.peers(FIRST)).extracting(PeerRate::peer).containsExactly(SECOND);

      assertCounted(source, rig);
      assertThat(bytes(SECOND, FIRST, TCP)).isBetween(1L, MEGABYTE / 2);

      rig.dropIdle(true);
      readUntilIdle(source);
      rig.dropIdle(false);
      assertCounted(source, rig);

      rig.killSwitch();
      rig.startSwitch(rules);
      rig.settle();
      assertCounted(source, rig);
    }
  }

  @Test
  void flows_ofEachDetail_areToldApartByIt() throws IOException {
    try (SwitchedNamespaces rig = SwitchedNamespaces.make(directory, FlowDetail.PORTS.rules(1))) {
      OpenVSwitchFlows source = new OpenVSwitchFlows(rig.runDirectory(), 1000);
      read(source);
      rig.send(MEGABYTE);
      read(source);
      // One connection for control, one for data.
      assertThat(table.from(FIRST))
          .hasSize(2)
          .allMatch(flow -> flow.key().destinationPort() == 5201 && flow.key().sourcePort() != 0);

      FlowTable pairs = new FlowTable(Duration.ofSeconds(30), 1000);
      rig.killSwitch();
      rig.startSwitch(FlowDetail.PAIR.rules(1));
      rig.settle();
      rig.send(MEGABYTE);
      source.read(pairs, now + 1000);
      assertThat(pairs.from(FIRST))
          .extracting(Flow::key)
          .containsExactly(new FlowKey(FIRST, SECOND));

      rig.killSwitch();
      rig.startSwitch(List.of());
      rig.send(MEGABYTE);
      assertThat(source.read(pairs, now + 2000).coarse()).isPositive();
    }
  }
}
