package dev.drover.sdn.ovs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.calls.TlsContext;
import dev.drover.decide.routing.RouteDeciders;
import dev.drover.model.unit.Bytes;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import dev.drover.sdn.api.NetworkStatus.SwitchStatus;
import dev.drover.sdn.connection.Limits;
import dev.drover.sdn.connection.SwitchServer;
import dev.drover.sdn.control.Controller;
import dev.drover.sdn.control.ControllerSettings;
import dev.drover.sdn.control.ControllerSettings.NamedSwitch;
import dev.drover.sdn.control.SwitchChannel;
import dev.drover.sdn.control.SwitchEvents;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.ovs.OvsRig.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The controller with real switches: a triangle, which is a loop, and a host at each corner. */
@Timeout(300)
class OpenVSwitchTest {
  private static final Link DIRECT = new Link(1, 2);
  private static final Link FIRST = new Link(1, 3);
  private static final Link SECOND = new Link(2, 3);

  private static final Pattern PACKETS = Pattern.compile("n_packets=(\\d+)");

  /** So that a switch, or the controller, may stand still for more than three seconds. */
  private static final Duration DISCOVERY = Duration.ofMillis(1500);

  private static final Limits PATIENT =
      new Limits(
          128,
          16,
          Bytes.ofMebibytes(4),
          Duration.ofMinutes(5),
          Duration.ofMinutes(4),
          Duration.ofMinutes(5));

  @TempDir Path directory;

  private @Nullable OvsRig made;
  private @Nullable Running running;

  /** A controller, the lock it is under, and its time. */
  private record Running(Controller controller, SwitchServer server, Clockwork clockwork) {
    NetworkStatus status() {
      return server.exclusively(controller::status);
    }
  }

  /** Passes on what happens, and that time passes unless it is stopped. */
  private record Clockwork(SwitchEvents to, AtomicBoolean stopped) implements SwitchEvents {
    @Override
    public void joined(
        SwitchChannel channel, FeaturesReply features, List<Port> ports, long nanos) {
      to.joined(channel, features, ports, nanos);
    }

    @Override
    public void received(SwitchChannel channel, Message message, long nanos) {
      to.received(channel, message, nanos);
    }

    @Override
    public void left(SwitchChannel channel, String why, long nanos) {
      to.left(channel, why, nanos);
    }

    @Override
    public void tick(long nanos) {
      if (!stopped.get()) {
        to.tick(nanos);
      }
    }
  }

  @BeforeAll
  static void needs() {
    Optional<String> missing = OvsRig.missing();
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElse(""));
  }

  @AfterEach
  void close() throws IOException {
    if (running != null) {
      running.server().close();
    }
    if (made != null) {
      made.close();
    }
  }

  private OvsRig triangle(String part) throws IOException {
    OvsRig rig = OvsRig.make(directory, part, 3, List.of(DIRECT, FIRST, SECOND), List.of(1, 2, 3));
    made = rig;
    return rig;
  }

  private Running controller(OvsRig rig, int port, Optional<SSLContext> tls) throws Exception {
    Controller controller =
        new Controller(
            new ControllerSettings(
                RouteDeciders.named("static"),
                Duration.ofSeconds(2),
                Duration.ofMinutes(10),
                ControllerSettings.standard().weights(),
                ControllerSettings.standard().reroute(),
                DISCOVERY,
                List.of(
                    new NamedSwitch("s1", 1), new NamedSwitch("s2", 2), new NamedSwitch("s3", 3)),
                List.of(),
                List.of()),
            System.nanoTime());
    Clockwork clockwork = new Clockwork(controller, new AtomicBoolean());
    SwitchServer server =
        rig.inControl(() ->
            new SwitchServer(
                new InetSocketAddress(OvsRig.CONTROLLER, port), tls, clockwork, PATIENT));
    Running started = new Running(controller, server, clockwork);
    running = started;
    return started;
  }

  private static NetworkStatus await(Running running, Predicate<NetworkStatus> condition)
      throws InterruptedException {
    NetworkStatus status = running.status();
    long end = System.nanoTime() + 120_000_000_000L;
    while (!condition.test(status)) {
      assertThat(System.nanoTime()).as("what the controller knows: %s", status).isLessThan(end);
      Thread.sleep(20);
      status = running.status();
    }
    return status;
  }

  private static boolean isWhole(NetworkStatus status) {
    return status.switches().stream().filter(SwitchStatus::connected).count() == 3
        && status.links().size() == 3;
  }

  /** The switches that a pair's packets cross. */
  private static List<String> path(NetworkStatus status, OvsRig rig, int from, int to) {
    return status.paths().stream()
        .filter(path ->
            path.source().equals(rig.address(from)) && path.destination().equals(rig.address(to)))
        .findFirst()
        .map(PathStatus::switches)
        .orElse(List.of());
  }

  /** Lets both ends be learned and a path's rules be there; until then packets may be lost. */
  private static void warm(Running running, OvsRig rig, int from, int to) throws Exception {
    Pings.untilAnswered(rig, from, to);
    List<String> path =
        path(await(running, status -> !path(status, rig, from, to).isEmpty()), rig, from, to);
    while (rules(rig, "nw_src=" + rig.address(from) + ",nw_dst=" + rig.address(to)) < path.size()
        || rules(rig, "nw_src=" + rig.address(to) + ",nw_dst=" + rig.address(from)) < path.size()) {
      Thread.sleep(20);
    }
  }

  /** How many rules of all switches have {@code words} in them. */
  private static long rules(OvsRig rig, String words) throws IOException {
    long found = 0;
    for (int i = 1; i <= 3; i++) {
      found += rig.ofctl(i, "dump-flows").lines().filter(rule -> rule.contains(words)).count();
    }
    return found;
  }

  @Test
  void switchesOverTcp_join_andHostsReachEachOtherAcrossTheLoop() throws Exception {
    OvsRig rig = triangle("tcp");
    Running running = controller(rig, 6653, Optional.empty());
    rig.connect("tcp:" + OvsRig.CONTROLLER + ":6653");

    NetworkStatus status = await(running, OpenVSwitchTest::isWhole);

    assertThat(status.switches()).extracting(SwitchStatus::name).containsExactly("s1", "s2", "s3");
    assertThat(status.switches()).extracting(SwitchStatus::ports).containsOnly(3);
    for (int from = 1; from <= 3; from++) {
      int to = from % 3 + 1;
      warm(running, rig, from, to);
      assertThat(Pings.start(rig, from, to, 25).lost()).as("h%d to h%d", from, to).isZero();
    }
    assertThat(rig.ofctl(1, "dump-flows")).contains("nw_dst=10.77.0.2");
  }

  @Test
  void switchesOverTls_joinAndForward() throws Exception {
    TestKeys keys = TestKeys.make(directory.resolve("keys"));
    SSLContext context = TlsContext.load(keys.party("controller"));
    OvsRig rig = triangle("tls");
    Running running = controller(rig, 6653, Optional.of(context));
    for (int i = 1; i <= 3; i++) {
      var party = keys.party("s" + i);
      assertThat(party.keyStore()).exists();
      rig.keys(i, keys.file("s" + i + ".key"), keys.file("s" + i + ".crt"), keys.file("ca.crt"));
    }
    rig.connect("ssl:" + OvsRig.CONTROLLER + ":6653");

    await(running, OpenVSwitchTest::isWhole);

    warm(running, rig, 1, 2);
    assertThat(Pings.start(rig, 1, 2, 50).lost()).isZero();
  }

  /**
   * With time stopped no LLDP is missed and no switch is silent: only that the port is down, or
   * that the connection has ended, can tell. How long it takes is measured by {@code bench soak}.
   */
  @Test
  void linkDown_thenSwitchKilled_trafficGoesRoundAtOnce() throws Exception {
    OvsRig rig = triangle("cut");
    Running running = controller(rig, 6653, Optional.empty());
    rig.connect("tcp:" + OvsRig.CONTROLLER + ":6653");
    await(running, OpenVSwitchTest::isWhole);
    warm(running, rig, 1, 2);
    assertThat(path(running.status(), rig, 1, 2)).containsExactly("s1", "s2");

    running.clockwork().stopped().set(true);
    rig.setLink(DIRECT, false);
    await(running, status -> path(status, rig, 1, 2).equals(List.of("s1", "s3", "s2")));
    warm(running, rig, 1, 2);
    assertThat(Pings.start(rig, 1, 2, 50).lost()).isZero();
    running.clockwork().stopped().set(false);

    rig.setLink(DIRECT, true);
    await(running, OpenVSwitchTest::isWhole);
    assertThat(path(running.status(), rig, 1, 2)).containsExactly("s1", "s3", "s2");
    running.clockwork().stopped().set(true);
    rig.kill(3);
    await(running, status -> path(status, rig, 1, 2).equals(List.of("s1", "s2")));
    Pings.untilAnswered(rig, 1, 2);
    assertThat(Pings.start(rig, 1, 2, 50).lost()).isZero();
    running.clockwork().stopped().set(false);

    rig.start(3);
    await(running, OpenVSwitchTest::isWhole);
    warm(running, rig, 1, 3);
  }

  @Test
  void controllerStoppedAndStartedAgain_noPacketIsLost() throws Exception {
    OvsRig rig = triangle("ctl");
    Running first = controller(rig, 6653, Optional.empty());
    rig.connect("tcp:" + OvsRig.CONTROLLER + ":6653");
    await(first, OpenVSwitchTest::isWhole);
    warm(first, rig, 1, 2);

    Pings pings = Pings.start(rig, 1, 2, 100);
    first.server().close();
    assertThat(pings.lost()).as("while the controller goes and is gone").isZero();
    pings = Pings.start(rig, 1, 2, 50);
    Running second = controller(rig, 6653, Optional.empty());
    assertThat(pings.lost()).as("while another comes").isZero();
    while (!isWhole(second.status()) || path(second.status(), rig, 1, 2).isEmpty()) {
      assertThat(Pings.start(rig, 1, 2, 50).lost()).as("while it finds out").isZero();
    }
    assertThat(Pings.start(rig, 1, 2, 50).lost()).as("when it has taken over").isZero();

    assertThat(path(second.status(), rig, 1, 2)).containsExactly("s1", "s2");
  }

  @Test
  void controllerGone_hostsThatAskWhetherTheOtherIsThere_keepTalking() throws Exception {
    int patience = 6;
    OvsRig rig = triangle("arp");
    Running first = controller(rig, 6653, Optional.empty());
    rig.connect("tcp:" + OvsRig.CONTROLLER + ":6653");
    await(first, OpenVSwitchTest::isWhole);
    rig.askOften(1, patience);
    warm(first, rig, 1, 2);
    while (rules(rig, "arp_op=1") < 2) {
      assertThat(Pings.start(rig, 1, 2, 25).lost()).isZero();
    }

    first.server().close();

    // Who asks more often than it has patience for has got an answer.
    long before = asked(rig);
    while (asked(rig) <= before + patience) {
      assertThat(Pings.start(rig, 1, 2, 50).lost()).isZero();
    }
    Running second = controller(rig, 6653, Optional.empty());
    while (!isWhole(second.status())
        || path(second.status(), rig, 1, 2).isEmpty()
        || rules(rig, "arp_op=1") < 2) {
      // Answers are gone with the run that gave them, and come again: some may be lost.
      Pings.untilAnswered(rig, 1, 2);
    }
    assertThat(Pings.start(rig, 1, 2, 50).lost()).isZero();
    assertThat(rules(rig, "arp_op=1")).isEqualTo(2);
  }

  /** How many questions of h1 its switch has answered. */
  private static long asked(OvsRig rig) throws IOException {
    return rig.ofctl(1, "dump-flows")
        .lines()
        .filter(rule -> rule.contains("arp_op=1"))
        .map(PACKETS::matcher)
        .filter(Matcher::find)
        .mapToLong(packets -> Long.parseLong(packets.group(1)))
        .sum();
  }
}
