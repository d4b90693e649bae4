package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.cli.house.House.Cut;
import dev.drover.cli.house.House.Journey;
import dev.drover.lab.image.GuestPorts;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Java;
import dev.drover.model.unit.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A VM with a disk that goes to another subnet and domain and back, by every transport, while its
 * guest writes to memory and disk without pause and a client in the first subnet uses it.
 */
final class BetweenDomainsTest {
  private static final String VM = "10.77.1.101";
  private static final String MAC = "52:54:00:77:01:01";

  private static final String LAB =
      """
      name: NAME
      routers: [{name: r1, domain: ad1}, {name: r2, domain: ad2}]
      hosts: [{name: h1, memory: 512MiB}, {name: h2, memory: 512MiB}]
      clients: [{name: c1}]
      links:
        - {ends: [h1, r1], rate: 200Mbit/s}
        - {ends: [c1, r1], rate: 200Mbit/s}
        - {ends: [r1, r2], rate: 200Mbit/s}
        - {ends: [h2, r2], rate: 200Mbit/s}
      vms:
        - name: store
          host: h1
          memory: 192MiB
          pattern: 4MiB
          disk: {size: 64MiB, written: 16MiB}
          workload: {kind: request-response, requests: 40, connections: 2}
      xia: {names: h1}
      """;

  /**
   * What a client may miss beyond QEMU's own downtime: until both routers go by the new place, and
   * until a guest that is emulated on a busy machine answers. A VM that is not found is missed for
   * good.
   */
  private static final double BEYOND_DOWNTIME_MS = 1500;

  /** After post-copy it waits for its pages as well. */
  private static final double BEYOND_DOWNTIME_OF_POST_COPY_MS = 5000;

  /** Longer than a stream waits before it sends again, shorter than it endures. */
  private static final Duration BROKEN = Duration.ofSeconds(2);

  @Test
  void migrate_betweenDomains_losesNothingAndNeverHasTwoOwners() throws Exception {
    HouseExtension.needs("migrations between domains", List.of("qemu-system-x86_64", "memcached"));
    try (House house = House.up("domains", "e2d", LAB)) {
      house.awaitDisk("store");
      List<String> users = users(house);

      moves(house, "pre-copy");
      assertThat(ask(house, "r1", VM)).isEqualTo("accepted r2 h2 2");
      staleClaimIsRefused(house);
      restartedEdgeKnowsIt(house);

      moves(house, "post-copy", "--transport", "relay");
      assertThat(ask(house, "r2", VM)).isEqualTo("accepted r1 h1 3");
      assertThat(house.connections("store", GuestPorts.MEMCACHED)).isEqualTo(users);

      overXia_brokenPath_goesOn(house);
      moves(house, "post-copy", "--transport", "xia-fast");
      overXia_daemonKilled_staysAtTheSource(house);
    }
  }

  /** The connections of its workload, once all of them stand. */
  private static List<String> users(House house) {
    AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
    House.await(
        Fabric.PATIENCE,
        "both connections of the workload",
        () -> {
          seen.set(house.connections("store", GuestPorts.MEMCACHED));
          return seen.get().size() == 2;
        });
    return seen.get();
  }

  private static void moves(House house, String technique, String... options) throws Exception {
    Journey journey = house.journey("store");
    long writes = house.verifyDisk("store");
    long generation = house.verifyMemory("store");
    try (Ownership ownership = Ownership.watch(house, "store")) {
      Drover command = house.migrate("store", journey.to(), technique, options);
      JsonNode migration = arrived(house, command, journey);
      double downtime = migration.path("downtimeMs").asDouble();
      double gap = migration.path("clientDowntimeMs").asDouble();
      System.out.printf("  to %s: downtime %.0f ms, gap %.0f ms%n", journey.to(), downtime, gap);
      double beyond =
          technique.equals("post-copy") ? BEYOND_DOWNTIME_OF_POST_COPY_MS : BEYOND_DOWNTIME_MS;
      assertThat(gap).isBetween(5.0, downtime + beyond);
      assertThat(migration.path("diskBytes").asLong(0))
          .isBetween(Bytes.ofMebibytes(16).count(), Bytes.ofMebibytes(32).count());
      assertThat(migration.path("diskMs").asDouble(0))
          .isPositive()
          .isLessThan(migration.path("totalTimeMs").asDouble(0));
      assertThat(ownership.violations()).isEmpty();
    }
    assertThat(house.verifyDisk("store")).isGreaterThan(writes);
    assertThat(house.verifyMemory("store")).isGreaterThanOrEqualTo(generation);
    Path left = house.lab().directory().resolve("hosts").resolve(journey.from());
    assertThat(left.resolve("vms/store")).doesNotExist();
  }

  private static JsonNode arrived(House house, Drover command, Journey journey) {
    Ended ended = command.await();
    assertThat(ended.code()).as("%s%n%s", ended.all(), house.logs()).isZero();
    assertThat(house.settled("store")).isEqualTo(journey.to());
    return command.result().at("/migrations/0");
  }

  private static void overXia_brokenPath_goesOn(House house) throws Exception {
    Journey journey = house.journey("store");
    long writes = house.verifyDisk("store");
    try (Ownership ownership = Ownership.watch(house, "store")) {
      Drover command = house.migrate("store", journey.to(), "pre-copy", "--transport", "xia-fast");
      house.awaitPhase(command, "store", journey.from(), "active", 4 << 20);
      try (Cut _ = house.cut(journey.to())) {
        Thread.sleep(BROKEN);
      }
      arrived(house, command, journey);
      assertThat(ownership.violations()).isEmpty();
    }
    assertThat(house.verifyDisk("store")).isGreaterThan(writes);
    assertThat(house.verifyMemory("store")).isPositive();
  }

  private static void overXia_daemonKilled_staysAtTheSource(House house) throws Exception {
    Journey journey = house.journey("store");
    try (Ownership ownership = Ownership.watch(house, "store")) {
      Drover command = house.migrate("store", journey.to(), "pre-copy", "--transport", "xia-paper");
      house.awaitPhase(command, "store", journey.from(), "active", 4 << 20);
      house.lab().xia(journey.from()).orElseThrow().destroyForcibly();
      Ended ended = command.await();
      assertThat(ended.code()).as(ended.all()).isNotZero();
      assertThat(ended.all()).contains("(xia-paper: the XIA daemon ");
      assertThat(house.settled("store")).isEqualTo(journey.from());
      assertThat(ownership.violations()).isEmpty();
    }
    assertThat(house.verifyDisk("store")).isPositive();
  }

  private static void staleClaimIsRefused(House house) {
    for (String sequence : List.of("1", "2")) {
      assertThat(ask(house, "r1", VM, MAC, sequence, "h1")).isEqualTo("refused r2 h2 2");
    }
    assertThat(house.in("r1", "ip", "route", "get", VM)).contains(" dev p-r2 ");
  }

  /** The router goes on without its agent, and the new one goes on with what is written down. */
  private static void restartedEdgeKnowsIt(House house) {
    ProcessHandle first = house.lab().edge("r2").orElseThrow();
    first.destroyForcibly();
    House.await(
        Fabric.PATIENCE,
        "another edge agent",
        () ->
            house.lab().edge("r2").filter(each -> each.pid() != first.pid()).isPresent()
                && house.in("r2", "ss", "-tlnH").contains(":7444 "));
    assertThat(house.lab().directory().resolve("routers/r2/edge.log"))
        .content()
        .contains("1 VMs are known from before");
    assertThat(ask(house, "r2", VM)).isEqualTo("accepted r2 h2 2");
    assertThat(ask(house, "r2", VM, MAC, "2", "h2")).isEqualTo("accepted r2 h2 2");
  }

  private static String ask(House house, String router, String... words) {
    List<String> line = new ArrayList<>(List.of(house.lab().directory().toString()));
    String address = new Addresses(house.lab().file()).managementOfRouter(router);
    line.add("https://" + address + ":" + Addresses.EDGE_PORT);
    line.addAll(List.of(words));
    return house
        .in("ctl", Java.line(AskEdge.class, line.toArray(String[]::new)).toArray(String[]::new))
        .lines()
        .filter(each -> each.startsWith("accepted") || each.startsWith("refused"))
        .findFirst()
        .orElse("no answer");
  }
}
