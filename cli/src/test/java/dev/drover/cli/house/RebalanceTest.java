package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.lab.LabLink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** S-CORE's token among real agents that are killed and cut off from each other meanwhile. */
final class RebalanceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> HOSTS = List.of("h1", "h2", "h3", "h4");
  private static final List<String> VMS = List.of("a1", "a2", "b1", "b2");

  @BeforeEach
  void needsSwitches() {
    HouseExtension.needs(
        "VMs placed by their traffic",
        List.of("qemu-system-x86_64", "ovs-vswitchd", "iperf3", "nft"));
  }

  @Test
  void token_agentsKilledAndARackCutOff_comesBackAndTheCostGoesOnFalling() throws IOException {
    try (House house =
        House.up(
            "token",
            "e2t",
            """
            name: NAME
            placement: {window: 3s, lostAfter: 5s, silence: 30s}
            mtu: 9000
            probing: 50ms
            switches: [core, r1, r2, r3]
            hosts:
              - {name: h1, memory: 448MiB}
              - {name: h2, memory: 448MiB}
              - {name: h3, memory: 448MiB}
              - {name: h4, memory: 448MiB}
            clients: [{name: probe}]
            links:
              - {ends: [h1, r1], rate: 200Mbit/s}
              - {ends: [h2, r1], rate: 200Mbit/s}
              - {ends: [h3, r2], rate: 200Mbit/s}
              - {ends: [h4, r3], rate: 200Mbit/s}
              - {ends: [r1, core], rate: 200Mbit/s}
              - {ends: [r2, core], rate: 200Mbit/s}
              - {ends: [r3, core], rate: 200Mbit/s}
              - {ends: [probe, core], rate: 200Mbit/s}
            vms:
              - {name: a1, host: h1, memory: 128MiB, pattern: 1MiB, workload: {kind: peers, to: [{vm: a2, rate: 1Mbit/s}]}}
              - {name: a2, host: h3, memory: 128MiB, pattern: 1MiB, workload: {kind: peers, to: [{vm: b1, rate: 50kbit/s}]}}
              - {name: b1, host: h2, memory: 128MiB, pattern: 1MiB, workload: {kind: peers, to: [{vm: b2, rate: 1Mbit/s}]}}
              - {name: b2, host: h4, memory: 128MiB, pattern: 1MiB, workload: {kind: peers}}
            """)) {
      Drover token =
          Drover.start(
              "rebalance",
              "--lab",
              house.name(),
              "--policy",
              "round-robin",
              "--rounds",
              "3",
              "--json",
              "JSON");
      awaitDecisions(house, token, 1);
      house.killAgent("h3");
      awaitDecisions(house, token, 3);
      LabLink rack = house.lab().link("r3", "core");
      rack.down();
      int before = decisions(token);
      try {
        // Whoever had it, the others have it soon, and decide about their own.
        awaitDecisions(house, token, before + 2);
      } finally {
        rack.up();
      }
      HOSTS.forEach(house::killAgent);
      House.await(
          Duration.ofSeconds(140),
          () -> "the token to have ended; so far:\n" + token.soFar() + house.logs(),
          () -> !token.alive());
      Ended ended = token.await();
      assertThat(ended.out()).as(ended.all()).containsPattern("\\d+ VMs? moved");
      eachTokenWasHeldOnce(token.result());
      for (String vm : VMS) {
        house.settled(vm);
      }

      Drover again =
          Drover.start("rebalance", "--lab", house.name(), "--rounds", "2", "--json", "JSON");
      Ended well = again.await();

      assertThat(well.code()).as(well.all()).isZero();
      JsonNode first = token.result();
      JsonNode last = again.result();
      assertThat(last.get("costAfter").asDouble())
          .as(well.all())
          .isLessThan(0.2 * first.get("costBefore").asDouble());
      for (JsonNode pair : last.get("after").get("pairs")) {
        if (pair.get("bytesPerSecond").asDouble() > 50_000) {
          assertThat(pair.get("level").asInt()).as(pair.toString()).isZero();
        }
      }
      for (String vm : VMS) {
        house.settled(vm);
      }
      // A connection that broke is said there, and never made again.
      assertThat(PeersTest.consoles(house))
          .contains("sends to all its peers")
          .doesNotContain(" ended: ");
      assertThat(house.lab().status().well()).isTrue();
    }
  }

  private static int decisions(Drover token) {
    return (int) token.soFar().lines().filter(line -> line.startsWith("round ")).count();
  }

  private static void awaitDecisions(House house, Drover token, int count) {
    House.await(
        PATIENCE,
        () -> count + " decisions; so far:\n" + token.soFar() + house.logs(),
        () -> decisions(token) >= count || !token.alive());
  }

  private static void eachTokenWasHeldOnce(JsonNode result) {
    List<String> marks = new ArrayList<>();
    for (JsonNode decision : result.get("decisions")) {
      marks.add(decision.get("generation") + "." + decision.get("hop"));
    }
    assertThat(marks).isNotEmpty().doesNotHaveDuplicates();
  }
}
