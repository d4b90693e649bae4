package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.flow.FlowSource.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class OpenVSwitchFlowsTest {
  private static final int A = Ipv4.parse("10.77.0.1");
  private static final int B = Ipv4.parse("10.77.0.2");
  private static final FlowKey THERE = new FlowKey(A, B);
  private static final FlowKey BACK = new FlowKey(B, A);
  private static final String HEADER = "flow-dump from the main thread:";

  @TempDir private Path directory;
  private final FlowTable table = new FlowTable(Duration.ofSeconds(10), 1000);

  private static String line(int port, String source, String destination, long bytes) {
    return ("recirc_id(0),in_port(%d),packet_type(ns=0,id=0),"
            + "eth(src=02:00:00:00:00:0%d,dst=02:00:00:00:00:0f),eth_type(0x0800),"
            + "ipv4(src=%s,dst=%s,frag=no), packets:1, bytes:%d, used:0.500s, actions:1")
        .formatted(port, port, source, destination, bytes);
  }

  private static String there(long bytes) {
    return line(1, "10.77.0.1", "10.77.0.2", bytes);
  }

  private static String back(long bytes) {
    return line(2, "10.77.0.2", "10.77.0.1", bytes);
  }

  private OpenVSwitchFlows source() {
    return new OpenVSwitchFlows(directory, 1000);
  }

  private long bytes(FlowKey key) {
    return table.flow(key).map(Flow::bytes).orElse(0L);
  }

  @Test
  void read_countersGrow_addsWhatCameSince() throws IOException {
    OpenVSwitchFlows source = source();
    try (FakeSwitch fake = FakeSwitch.start(directory, 7)) {
      fake.has(HEADER, there(1000));
      Reading reading = source.read(table, 10_000);
      assertThat(reading).isEqualTo(new Reading(1, 0, 0, 0));
      assertThat(bytes(THERE)).isZero();

      fake.has(HEADER, there(1500), back(60));
      source.read(table, 11_000);
      fake.has(HEADER, there(1500), back(100));
      source.read(table, 12_000);

      assertThat(fake.asked())
          .startsWith("dpctl/dump-dps[]", "dpctl/dump-flows[\"netdev@ovs-netdev\"]");
    }
    assertThat(table.flow(THERE)).contains(new Flow(THERE, 500, 9500, 11_500));
    assertThat(bytes(BACK)).isEqualTo(100);
    assertThat(table.mac(A)).hasValue(0x020000000001L);
  }

  @Test
  void read_sameMatchInTwoThreads_areTwoCounters() throws IOException {
    OpenVSwitchFlows source = source();
    try (FakeSwitch fake = FakeSwitch.start(directory, 7)) {
      source.read(table, 0);
      for (int i = 1; i <= 3; i++) {
        fake.has(
            "flow-dump from pmd on cpu core: 1",
            there(100L * i),
            "flow-dump from pmd on cpu core: 2",
            there(7000L * i));
        source.read(table, i * 1000L);
      }
    }
    assertThat(bytes(THERE)).isEqualTo(3 * 7100);
  }

  @Test
  void read_switchDropsAndMakesFlowAgain_keepsHistory() throws IOException {
    OpenVSwitchFlows source = source();
    try (FakeSwitch fake = FakeSwitch.start(directory, 7)) {
      source.read(table, 0);
      fake.has(HEADER, there(1000));
      source.read(table, 1000);
      fake.has(HEADER);
      source.read(table, 2000);
      assertThat(bytes(THERE)).isEqualTo(1000);
      fake.has(HEADER, there(2000));
      source.read(table, 3000);
    }
    assertThat(bytes(THERE)).isEqualTo(3000);
  }

  @Test
  void read_switchRestarts_keepsHistoryAndFindsNewSocket() throws IOException {
    OpenVSwitchFlows source = source();
    try (FakeSwitch fake = FakeSwitch.start(directory, 7)) {
      source.read(table, 0);
      fake.has(HEADER, there(1000));
      source.read(table, 1000);
    }
    assertThatThrownBy(() -> source.read(table, 2000)).isInstanceOf(IOException.class);
    try (FakeSwitch fake = FakeSwitch.start(directory, 8)) {
      fake.has(HEADER, there(300));
      source.read(table, 3000);
    }
    assertThat(bytes(THERE)).isEqualTo(1300);
  }

  @Test
  void read_answerBreaksOff_losesAndDoublesNothing() throws IOException {
    OpenVSwitchFlows source = source();
    try (FakeSwitch fake = FakeSwitch.start(directory, 7)) {
      source.read(table, 0);
      fake.has(HEADER, there(1000), back(1000));
      source.read(table, 1000);
      fake.has(HEADER, there(1700), back(1700));
      fake.breakOffAfter(350);
      assertThatThrownBy(() -> source.read(table, 2000)).isInstanceOf(IOException.class);
      assertThat(bytes(THERE)).isEqualTo(1700);
      assertThat(bytes(BACK)).isEqualTo(1000);
      fake.breakOffAfter(Integer.MAX_VALUE);
      fake.has(HEADER, there(2000), back(2000));
      source.read(table, 3000);
    }
    assertThat(bytes(THERE)).isEqualTo(2000);
    assertThat(bytes(BACK)).isEqualTo(2000);
  }

  @Test
  void read_bridgeWithoutRule_saysThatFlowsAreCoarse() throws IOException {
    try (FakeSwitch fake = FakeSwitch.start(directory, 7)) {
      fake.has(
          HEADER,
          "recirc_id(0),eth_type(0x0800),ipv4(frag=no), packets:1, bytes:9, used:never, actions:1",
          "recirc_id(0),eth_type(0x0806), packets:1, bytes:9, used:never, actions:1",
          "what is this");
      assertThat(source().read(table, 0)).isEqualTo(new Reading(0, 1, 1, 1));
    }
    assertThat(table.size()).isZero();
  }

  @Test
  void read_noSwitch_isSaid() throws IOException {
    assertThatThrownBy(() -> source().read(table, 0)).isInstanceOf(IOException.class);
    Files.writeString(directory.resolve("ovs-vswitchd.pid"), "../../etc/passwd");
    assertThatThrownBy(() -> source().read(table, 0)).hasMessageContaining("no number");
  }
}
