package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Java;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A VM that goes to another subnet and back while a client in the first one uses it. */
final class InterSubnetTest {
  private static final String VM = "10.77.1.101";
  private static final String MAC = "52:54:00:77:01:01";

  /**
   * What a client may miss beyond QEMU's own downtime: until both routers go by the new place, and
   * until a guest that is emulated on a busy machine answers. A VM that is not found is missed for
   * good.
   */
  private static final double BEYOND_DOWNTIME_MS = 1500;

  @BeforeEach
  void needsGuests() {
    HouseExtension.needs("migration between subnets", List.of("qemu-system-x86_64", "memcached"));
  }

  @Test
  void migrate_toAnotherSubnetAndBack_staysReachableByItsAddress() {
    try (House house =
        House.up(
            "subnets",
            "e2r",
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
              - name: web
                host: h1
                memory: 192MiB
                pattern: 4MiB
                workload: {kind: request-response, requests: 40, connections: 2}
            """)) {
      List<String> connections = house.connections("web");
      long generation = house.verifyMemory("web");
      long start = System.currentTimeMillis();

      moves(house, "h2");
      assertThat(ask(house, "r1", VM)).isEqualTo("accepted r2 h2 2");
      staleClaimIsRefused(house);
      restartedEdgeKnowsIt(house);
      moves(house, "h1");

      assertThat(ask(house, "r2", VM)).isEqualTo("accepted r1 h1 3");
      assertThat(house.verifyMemory("web")).isGreaterThanOrEqualTo(generation);
      assertThat(connections).isNotEmpty();
      assertThat(house.connections("web")).containsAll(connections);
      assertThat(
              house.lab().observations().connectionsLost("web", start, System.currentTimeMillis()))
          .isZero();
    }
  }

  /** The address is of the first subnet all the time: no route by prefix would find it. */
  private static void moves(House house, String host) {
    Drover command = house.migrate("web", host, "pre-copy");
    Ended ended = command.await();
    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(house.settled("web")).isEqualTo(host);
    JsonNode migration = command.result().at("/migrations/0");
    double downtime = migration.path("downtimeMs").asDouble();
    double gap = migration.path("clientDowntimeMs").asDouble();
    System.out.printf("  to %s: downtime %.0f ms, client's gap %.0f ms%n", host, downtime, gap);
    assertThat(gap).as(ended.all()).isBetween(5.0, downtime + BEYOND_DOWNTIME_MS);
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
        Duration.ofSeconds(30),
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
