package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * VMs that talk to each other, on hosts that count it and catch what is meant for them, in a
 * network of Drover's controller.
 */
final class PeersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @BeforeEach
  void needsSwitches() {
    HouseExtension.needs(
        "VMs that talk to each other",
        List.of("qemu-system-x86_64", "ovs-vswitchd", "iperf3", "nft"));
  }

  /** A TCP connection as a flow of Open vSwitch. */
  private record Flow(String source, int sourcePort, String destination, int destinationPort) {
    private static final Pattern BYTES = Pattern.compile("bytes:(\\d+)");

    /** {@return what a host's switch has counted of it; empty when it has no such flow now} */
    OptionalLong bytes(House house, String host) {
      String addresses = "ipv4(src=" + source + ",dst=" + destination + ",";
      String ports = "tcp(src=" + sourcePort + ",dst=" + destinationPort + ")";
      List<String> command = List.of("ovs-appctl", "dpctl/dump-flows");
      return Shell.run(house.lab().entering(host, command), "")
          .lines()
          .filter(line -> line.contains(addresses) && line.contains(ports))
          .map(BYTES::matcher)
          .filter(Matcher::find)
          .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
          .findFirst();
    }
  }

  @Test
  void migration_betweenPeers_keepsTheirConnectionsAndMovesTheCatch() throws IOException {
    try (House house =
        House.up(
            "peers",
            "e2p",
            """
            name: NAME
            placement: {window: 5s}
            sdn: {routing: d-r, period: 1s}
            topology: {kind: leaf-spine, spines: 2, leaves: 2, hostsPerLeaf: 1, rate: 100Mbit/s, memory: 384MiB}
            clients: [{name: c1}]
            links:
              - {ends: [c1, leaf1], rate: 100Mbit/s}
            vms:
              - name: a
                host: h1
                memory: 128MiB
                workload: {kind: peers, to: [{vm: b, rate: 2Mbit/s}, {vm: c, rate: 500kbit/s}]}
              - {name: b, host: h1, memory: 128MiB, workload: {kind: peers, to: [{vm: a, rate: 1Mbit/s}]}}
              - {name: c, host: h2, memory: 128MiB, workload: {kind: peers}}
            """)) {
      Flow there = new Flow("10.77.1.1", 6201, "10.77.1.2", 6000);
      Flow back = new Flow("10.77.1.2", 6200, "10.77.1.1", 6001);
      Flow other = new Flow("10.77.1.1", 6202, "10.77.1.3", 6000);
      // The first two never leave the host, and are counted all the same.
      for (Flow flow : List.of(there, back, other)) {
        assertGoesOn(house, "h1", flow);
      }
      assertGoesOn(house, "h2", other);
      assertThat(there.bytes(house, "h2")).isEmpty();
      assertThat(caught(house, "h1")).contains("10.77.1.1", "10.77.1.2");

      Ended ended = house.migrate("b", "h2", "pre-copy").await();

      assertThat(ended.code()).as(ended.all()).isZero();
      assertThat(house.settled("b")).isEqualTo("h2");
      for (String host : List.of("h1", "h2")) {
        assertGoesOn(house, host, there);
        assertGoesOn(house, host, back);
      }
      assertThat(house.verifyMemory("b")).isNotNegative();
      assertThat(consoles(house)).contains("sends to all its peers").doesNotContain(" ended: ");
      House.await(
          PATIENCE,
          "h2 alone to catch what is meant for b",
          () ->
              caught(house, "h2").contains("10.77.1.2")
                  && !caught(house, "h1").contains("10.77.1.2"));
      theTokenBringsTogether_byARouteKeptForIt(house);
      assertThat(consoles(house)).doesNotContain(" ended: ");
      assertThat(house.lab().status().well()).isTrue();
    }
  }

  /** All three have room on h2, where two of them are by now. */
  private static void theTokenBringsTogether_byARouteKeptForIt(House house) {
    try (Watched network = Watched.of(house)) {
      Drover token =
          Drover.start("rebalance", "--lab", house.name(), "--rounds", "1", "--json", "JSON");
      House.await(
          PATIENCE,
          "a route for the migration; so far:\n" + token.soFar(),
          () -> !token.alive() || network.paths().stream().anyMatch(Watched::moves));
      assertThat(token.alive()).as(token.soFar()).isTrue();
      Ended ended = token.await();

      assertThat(ended.code()).as(ended.all()).isZero();
      assertThat(house.settled("a")).isEqualTo("h2");
      assertThat(token.result().get("costAfter").asDouble()).as(ended.all()).isZero();
      House.await(
          PATIENCE,
          "the route to be given up",
          () -> network.paths().stream().noneMatch(Watched::moves));
    }
  }

  /** Its counter may begin anew when the switch learns where a VM is now. */
  private static void assertGoesOn(House house, String host, Flow flow) {
    AtomicLong seen = new AtomicLong(Long.MAX_VALUE);
    House.await(
        PATIENCE,
        flow + " to carry bytes through the switch of " + host,
        () -> {
          long now = flow.bytes(house, host).orElse(Long.MAX_VALUE);
          return now > seen.getAndSet(now) && now < Long.MAX_VALUE;
        });
  }

  private static String caught(House house, String host) {
    return house.in(host, "nft", "list", "set", "ip", "drover", "vms");
  }

  /** {@return all that guests have printed where they are now} */
  static String consoles(House house) throws IOException {
    try (Stream<Path> files = Files.walk(house.lab().directory().resolve("hosts"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(each -> each.endsWith("console.log")).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      return all.toString();
    }
  }
}
