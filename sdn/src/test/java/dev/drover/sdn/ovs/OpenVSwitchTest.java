package dev.drover.sdn.ovs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.calls.TlsContext;
import dev.drover.decide.routing.RouteDeciders;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import dev.drover.sdn.api.NetworkStatus.SwitchStatus;
import dev.drover.sdn.connection.Limits;
import dev.drover.sdn.connection.SwitchServer;
import dev.drover.sdn.control.Controller;
import dev.drover.sdn.control.ControllerSettings;
import dev.drover.sdn.control.ControllerSettings.NamedSwitch;
import dev.drover.sdn.ovs.OvsRig.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The controller with real switches: a triangle, which is a loop, and a host at each corner. */
@Timeout(90)
class OpenVSwitchTest {
  private static final Link DIRECT = new Link(1, 2);
  private static final Link FIRST = new Link(1, 3);
  private static final Link SECOND = new Link(2, 3);

  @TempDir Path directory;

  private @Nullable OvsRig made;
  private @Nullable Running running;

  /** A controller and the lock it is under. */
  private record Running(Controller controller, SwitchServer server) {
    NetworkStatus status() {
      return server.exclusively(controller::status);
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
    ControllerSettings standard = ControllerSettings.standard();
    Controller controller =
        new Controller(
            new ControllerSettings(
                RouteDeciders.named("static"),
                Duration.ofSeconds(1),
                standard.idleTimeout(),
                standard.weights(),
                standard.reroute(),
                Duration.ofMillis(300),
                List.of(
                    new NamedSwitch("s1", 1), new NamedSwitch("s2", 2), new NamedSwitch("s3", 3)),
                List.of(),
                List.of()),
            System.nanoTime());
    SwitchServer server =
        rig.inControl(() ->
            new SwitchServer(
                new InetSocketAddress(OvsRig.CONTROLLER, port), tls, controller, Limits.STANDARD));
    Running started = new Running(controller, server);
    running = started;
    return started;
  }

  private static NetworkStatus await(Running running, Predicate<NetworkStatus> condition)
      throws InterruptedException {
    NetworkStatus status = running.status();
    long end = System.nanoTime() + 15_000_000_000L;
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

  /** Lets both ends be learned and a path be installed; the first packets may be lost. */
  private static void warm(OvsRig rig, int from, int to) throws Exception {
    Pings.Result result = Pings.start(rig, from, to, 100).await();
    assertThat(result.lost()).as("%s", result).isLessThan(100);
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
      warm(rig, from, to);
      assertThat(Pings.start(rig, from, to, 50).await().lost()).as("h%d to h%d", from, to).isZero();
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

    warm(rig, 1, 2);
    assertThat(Pings.start(rig, 1, 2, 100).await().lost()).isZero();
  }

  @Test
  void linkDown_thenSwitchKilled_trafficGoesRoundWithinASecond() throws Exception {
    OvsRig rig = triangle("cut");
    Running running = controller(rig, 6653, Optional.empty());
    rig.connect("tcp:" + OvsRig.CONTROLLER + ":6653");
    await(running, OpenVSwitchTest::isWhole);
    warm(rig, 1, 2);
    assertThat(path(running.status(), rig, 1, 2)).containsExactly("s1", "s2");

    Pings down = Pings.start(rig, 1, 2, 300);
    Thread.sleep(1000);
    rig.setLink(DIRECT, false);
    Pings.Result cut = down.await();

    assertThat(cut.longestGap()).as("%s", cut).isLessThan(Duration.ofSeconds(1));
    assertThat(path(running.status(), rig, 1, 2)).containsExactly("s1", "s3", "s2");

    rig.setLink(DIRECT, true);
    await(running, OpenVSwitchTest::isWhole);
    Pings killed = Pings.start(rig, 1, 2, 300);
    Thread.sleep(1000);
    rig.kill(3);
    Pings.Result died = killed.await();

    assertThat(died.longestGap()).as("%s", died).isLessThan(Duration.ofSeconds(1));
    assertThat(path(running.status(), rig, 1, 2)).containsExactly("s1", "s2");

    rig.start(3);
    await(running, OpenVSwitchTest::isWhole);
    warm(rig, 1, 3);
  }

  @Test
  void controllerStoppedAndStartedAgain_noPacketIsLost() throws Exception {
    OvsRig rig = triangle("ctl");
    Running first = controller(rig, 6653, Optional.empty());
    rig.connect("tcp:" + OvsRig.CONTROLLER + ":6653");
    await(first, OpenVSwitchTest::isWhole);
    warm(rig, 1, 2);
    Pings.Result without = Pings.start(rig, 1, 2, 200).await();

    Pings pings = Pings.start(rig, 1, 2, 800);
    Thread.sleep(1000);
    first.server().close();
    Thread.sleep(2000);
    Running second = controller(rig, 6653, Optional.empty());
    await(second, OpenVSwitchTest::isWhole);
    Pings.Result with = pings.await();

    assertThat(with.lost()).as("%s", with).isLessThanOrEqualTo(without.lost());
    assertThat(path(await(second, status -> !status.paths().isEmpty()), rig, 1, 2))
        .containsExactly("s1", "s2");
  }

  @Test
  void controllerGone_hostsThatAskWhetherTheOtherIsThere_keepTalking() throws Exception {
    OvsRig rig = triangle("arp");
    Running first = controller(rig, 6653, Optional.empty());
    rig.connect("tcp:" + OvsRig.CONTROLLER + ":6653");
    await(first, OpenVSwitchTest::isWhole);
    rig.askOften(1);
    warm(rig, 1, 2);
    Pings pings = Pings.start(rig, 1, 2, 800);
    Thread.sleep(2000);

    first.server().close();

    assertThat(pings.await().lost()).isZero();
    assertThat(answers(rig)).isPositive();
    Running second = controller(rig, 6653, Optional.empty());
    await(second, status -> isWhole(status) && !status.paths().isEmpty());
    Pings again = Pings.start(rig, 1, 2, 200);
    assertThat(again.await().lost()).isZero();
    assertThat(answers(rig)).isEqualTo(2);
  }

  /** How many rules of all switches answer ARP. */
  private static long answers(OvsRig rig) throws IOException {
    long found = 0;
    for (int i = 1; i <= 3; i++) {
      found += rig.ofctl(i, "dump-flows").lines().filter(rule -> rule.contains("arp_op=1")).count();
    }
    return found;
  }
}
