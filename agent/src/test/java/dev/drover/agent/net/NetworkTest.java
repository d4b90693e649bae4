package dev.drover.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.Sample;
import dev.drover.agent.net.HostNetwork.VmPort;
import dev.drover.model.Reservation;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real queues between two real namespaces, measured with real TCP. */
class NetworkTest {
  private static final String HOST = "10.77.0.1";
  private static final String VM = "10.77.1.1";
  private static final String PEER = "10.77.0.2";
  private static final Offset<Double> TENTH = within(0.1 * 100);

  private Namespaces namespaces;
  private LinuxNetwork network;

  @BeforeEach
  void namespaces() throws Exception {
    assumeTrue(Namespaces.usable(), "skipped: needs root, tc, htb and iperf3");
    namespaces = Namespaces.make(HOST, VM, PEER);
    network = LinuxNetwork.open(config(), namespaces.hostShell(), namespaces.hostInterfaces());
    network.know(List.of(new VmPort("vm1", VM, "tap-vm1")));
  }

  @AfterEach
  void remove() throws Exception {
    if (network != null) {
      network.close();
    }
    if (namespaces != null) {
      namespaces.close();
    }
  }

  @Test
  void nothingReserved_twoFlows_shareTheLinkRate() throws Exception {
    // Who of two TCP connections has the most of a queue changes, but not every second.
    Rates rates = send(Duration.ofSeconds(12));

    assertThat(rates.migration() + rates.workload()).isCloseTo(96, TENTH);
    assertThat(rates.migration()).isGreaterThan(15);
    assertThat(rates.workload()).isGreaterThan(15);
  }

  @Test
  void outgoing_highPriority_splitsAsReserved() throws Exception {
    network.reserve(reservation(TrafficClass.OUTGOING, 70, 100, false, 30, 25));

    Rates rates = send(Duration.ofSeconds(3));

    assertThat(rates.migration()).isCloseTo(67, within(6.0));
    assertThat(rates.workload()).isCloseTo(29, within(4.0));
  }

  @Test
  void outgoing_yielding_takesOnlyItsFloorAndWhatIsFree() throws Exception {
    network.reserve(reservation(TrafficClass.OUTGOING, 5, 100, true, 95, 0));

    Rates both = send(Duration.ofSeconds(3));
    double alone = namespaces.toPeer(HOST, Duration.ofSeconds(3));

    assertThat(both.migration()).isCloseTo(5, within(2.0));
    assertThat(both.workload()).isGreaterThan(84);
    assertThat(alone).isCloseTo(96, TENTH);
  }

  @Test
  void release_afterReservation_restoresOneSharedQueue() throws Exception {
    network.reserve(reservation(TrafficClass.OUTGOING, 5, 5, true, 90, 0));
    network.reserve(reservation(TrafficClass.INCOMING, 5, 5, true, 90, 0));
    network.release();

    assertThat(namespaces.toPeer(HOST, Duration.ofSeconds(2))).isCloseTo(96, TENTH);
    assertThat(namespaces.fromPeer(HOST, Duration.ofSeconds(2))).isGreaterThan(150);
    assertThat(namespaces.hostShell().output("ip", "-o", "link")).doesNotContain("ifb0");
    assertThat(namespaces.hostShell().output("tc", "filter", "show", "dev", "nic0")).isBlank();
  }

  @Test
  void migrationsApart_haveTheirOwnQueue_untilAReservationAndAfterIt() throws Exception {
    network.migrationsApart(true);
    assertThat(filters()).contains("flowid 1:10", "flowid 1:21");
    Rates apart = send(Duration.ofSeconds(2));
    assertThat(apart.migration()).isCloseTo(48, within(5.0));
    assertThat(apart.workload()).isCloseTo(48, within(5.0));

    network.reserve(reservation(TrafficClass.OUTGOING, 70, 100, false, 30, 25));
    assertThat(filters()).contains("flowid 1:100");
    network.release();
    assertThat(filters()).contains("flowid 1:10").doesNotContain("flowid 1:100");

    network.migrationsApart(false);
    assertThat(filters()).isBlank();
  }

  @Test
  void incoming_reservation_isEnforcedByTheReceiver() throws Exception {
    network.reserve(reservation(TrafficClass.INCOMING, 60, 97, false, 37, 30));

    Rates rates = namespaces.bothFromPeer(HOST, VM, Duration.ofSeconds(3));

    assertThat(rates.migration()).isCloseTo(57, within(6.0));
    assertThat(rates.workload()).isCloseTo(35, within(5.0));
  }

  @Test
  void reservation_changedWhileSending_dropsNothingAndTakesEffect() throws Exception {
    network.reserve(reservation(TrafficClass.OUTGOING, 20, 20, false, 80, 0));
    Namespaces.Flow flow = namespaces.startToPeer(HOST, Duration.ofSeconds(5));
    long before = sent();
    Namespaces.await("five megabytes", () -> sent() > before + 5_000_000);
    long carried = carriedByClasses();
    network.reserve(reservation(TrafficClass.OUTGOING, 80, 80, false, 20, 0));

    assertThat(carriedByClasses()).isGreaterThanOrEqualTo(carried);
    List<Double> rates = flow.rates();
    assertThat(rates.getFirst()).isBetween(5.0, 25.0);
    assertThat(Collections.max(rates)).isBetween(65.0, 95.0);
  }

  private long sent() {
    return Objects.requireNonNull(namespaces.hostInterfaces().read().get("nic0")).sent();
  }

  /** {@return bytes that the queues' classes have counted: one that is made anew begins at zero} */
  private long carriedByClasses() {
    String classes = namespaces.hostShell().output("tc", "-s", "class", "show", "dev", "nic0");
    return Pattern.compile("Sent (\\d+) bytes")
        .matcher(classes)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  @Test
  void tenant_unknownAtFirst_isGuaranteedOnceKnown() throws Exception {
    network.know(List.of());
    network.reserve(reservation(TrafficClass.OUTGOING, 70, 100, false, 30, 25));
    assertThat(filters()).doesNotContain("flowid 1:100");

    network.know(List.of(new VmPort("vm1", VM, "tap-vm1")));

    assertThat(filters()).contains("flowid 1:100");
  }

  private String filters() {
    return namespaces.hostShell().output("tc", "filter", "show", "dev", "nic0");
  }

  @Test
  void open_withReservationsOfAnEarlierAgent_startsClean() throws Exception {
    network.reserve(reservation(TrafficClass.OUTGOING, 10, 10, false, 90, 0));
    network.reserve(reservation(TrafficClass.INCOMING, 10, 10, false, 80, 0));
    network.close();

    network = LinuxNetwork.open(config(), namespaces.hostShell(), namespaces.hostInterfaces());
    network.know(List.of(new VmPort("vm1", VM, "tap-vm1")));

    assertThat(namespaces.toPeer(HOST, Duration.ofSeconds(2))).isCloseTo(96, TENTH);
    network.reserve(reservation(TrafficClass.OUTGOING, 30, 30, false, 60, 0));
    assertThat(namespaces.toPeer(HOST, Duration.ofSeconds(2))).isCloseTo(29, within(3.0));
  }

  @Test
  void reservation_aboveTheLink_isRefusedWithBothFigures() {
    assertThatThrownBy(
            () -> network.reserve(reservation(TrafficClass.OUTGOING, 70, 100, false, 40, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70Mbit/s")
        .hasMessageContaining("100Mbit/s");
  }

  @Test
  void samples_ofATransfer_tellMigrationFromWorkload() throws Exception {
    long before = System.currentTimeMillis();
    Namespaces.Flow flow = namespaces.startToPeer(HOST, Duration.ofSeconds(3));
    Namespaces.await(
        "a load near the link's rate",
        () -> network.nicLoad().out().compareTo(BitRate.ofMegabitsPerSecond(80)) > 0);
    assertThat(network.nicLoad().out()).isLessThan(BitRate.ofMegabitsPerSecond(115));
    flow.rate();

    List<Sample> samples = network.samples(before);
    double migrated = median(samples.stream().map(s -> s.migration().out()).toList());
    double workload =
        median(samples.stream().map(s -> s.nic().out().minusOrZero(s.migration().out())).toList());

    assertThat(samples).hasSizeGreaterThan(12);
    assertThat(migrated / 1e6).isBetween(80.0, 130.0);
    assertThat(workload / 1e6).isLessThan(15);
  }

  private String addressOf(String device) {
    String line = namespaces.hostShell().output("ip", "-o", "link", "show", "dev", device);
    return line.replaceFirst("(?s).* link/ether (\\S+) .*", "$1");
  }

  @Test
  void tap_attachedAndDetached_comesAndGoes() {
    String before = addressOf("br0");
    String tap = network.attach("web-frontend-number-seven");
    assertThat(addressOf(tap)).as("higher than the NIC's").startsWith("fe:");

    assertThat(tap)
        .hasSizeLessThanOrEqualTo(15)
        .isEqualTo(network.attach("web-frontend-number-seven"));
    assertThat(namespaces.hostShell().output("ip", "-o", "link", "show", "master", "br0"))
        .contains(tap);
    assertThat(addressOf("br0")).isEqualTo(before);
    network.detach(tap);
    network.detach(tap);
    assertThat(addressOf("br0")).isEqualTo(before);
    assertThat(namespaces.hostShell().output("ip", "-o", "link")).doesNotContain(tap);
  }

  private static double median(List<BitRate> rates) {
    return rates.stream().sorted().toList().get(rates.size() / 2).bitsPerSecond();
  }

  private Rates send(Duration time) throws Exception {
    return namespaces.bothToPeer(HOST, VM, time);
  }

  /**
   * Megabits per second in the median half second as TCP's user sees them, 4 % below the wire's.
   */
  record Rates(double migration, double workload) {}

  private static Reservation reservation(
      TrafficClass direction,
      int migration,
      int ceiling,
      boolean yields,
      int workload,
      int tenant) {
    return new Reservation(
        "h1",
        direction,
        BitRate.ofMegabitsPerSecond(migration),
        BitRate.ofMegabitsPerSecond(ceiling),
        yields,
        BitRate.ofMegabitsPerSecond(workload),
        List.of(new TenantShare("vm1", BitRate.ofMegabitsPerSecond(tenant))));
  }

  private static AgentConfig config() {
    return new AgentConfig(
        "h1",
        Path.of("unused"),
        "127.0.0.1:0",
        HOST,
        new AgentConfig.Nic(
            "nic0", "br0", BitRate.ofMegabitsPerSecond(100), Bytes.of(128 << 10), Optional.empty()),
        Bytes.ofMebibytes(512),
        "tcg",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
