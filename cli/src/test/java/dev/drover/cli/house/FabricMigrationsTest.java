package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.calls.Json;
import dev.drover.cli.house.Drover.Ended;
import dev.drover.lab.LabLink;
import dev.drover.model.unit.Bytes;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real migrations over the paper's fat tree, out of real switches under Drover's controller. */
final class FabricMigrationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> UPPER = List.of("s1", "s2", "s3");

  @BeforeEach
  void needsSwitches() {
    HouseExtension.needs(
        "migrations over switches", List.of("qemu-system-x86_64", "ovs-vswitchd", "iperf3"));
  }

  /** Hosts h1 to h3 are on s4, h4 to h6 on s5; s1, s2 and s3 join them. */
  private static House up(String sdn, String pattern) {
    return House.up(
        "fabric",
        "e2f",
        """
        name: NAME
        mtu: 9000
        sdn: {%s, period: 1s, idleTimeout: 5s}
        topology: {kind: fat-tree, rate: 50Mbit/s, buffer: 256KiB, memory: 512MiB}
        clients:
          - {name: c1}
        links:
          - {ends: [c1, s4], rate: 1Gbit/s}
        vms:
          - name: web
            host: h1
            memory: 256MiB
            pattern: %s
            workload: {kind: outgoing, client: c1, rate: 2Mbit/s}
        """
            .formatted(sdn, pattern));
  }

  @Test
  void dynamicRouting_usesTheWaysThereAre() {
    try (House house = up("routing: d-r, reroute: true", "96MiB")) {
      List<String> connections = house.connections("web");
      assertThat(connections).isNotEmpty();

      twoConnections_takeDisjointRoutes(house);
      migration_whoseWayIsLostAndThenFull_isLedAround(house);

      assertThat(house.connections("web")).containsAll(connections);
    }
  }

  private static void twoConnections_takeDisjointRoutes(House house) {
    Drover command = house.migrate("web", "h4", "pre-copy", "--connections", "2");
    House.await(
        PATIENCE,
        "both connections to carry memory over switches of their own",
        () -> {
          assertGoesOn(command);
          return usedBy(house, "h1", Bytes.ofMebibytes(4)).size() == 2;
        });
    assertArrives(house, command, "h4");
  }

  private static void migration_whoseWayIsLostAndThenFull_isLedAround(House house) {
    try (Load first = Load.send(house, "h5", "h2");
        Load second = Load.send(house, "h6", "h3")) {
      House.await(
          PATIENCE,
          "the flows of the migration before to be gone",
          () -> paths(house).stream().allMatch(path -> path.migration().isEmpty()));
      Drover command = house.migrate("web", "h1", "pre-copy");
      awaitRoute(house, command, "h4");
      String free = usedBy(house, "h4", Bytes.of(1)).iterator().next();
      assertThat(waysOf(house, "h5")).doesNotContain(free);
      assertThat(waysOf(house, "h6")).doesNotContain(free);

      LabLink link = house.lab().link("s5", free);
      link.down();
      House.await(
          PATIENCE,
          "the migration to be led around the lost link",
          () -> {
            assertGoesOn(command);
            Set<String> now = usedBy(house, "h4", Bytes.of(1));
            return !now.isEmpty() && !now.contains(free);
          });
      link.up();
      House.await(
          PATIENCE,
          "the migration to leave its full way for the free one",
          () -> {
            assertGoesOn(command);
            return usedBy(house, "h4", Bytes.of(1)).contains(free);
          });

      assertThat(first.alive() && second.alive()).isTrue();
      assertArrives(house, command, "h1");
    }
  }

  @Test
  void equalCostPaths_controllerKilledMidway_migrationGoesOn() {
    try (House house = up("routing: ecmp", "8MiB")) {
      List<String> connections = house.connections("web");
      Drover command = house.migrate("web", "h4", "hybrid", "--transport", "relay");
      awaitRoute(house, command, "h1");
      long killed = house.lab().controller().orElseThrow().pid();
      house.lab().controller().orElseThrow().destroyForcibly();

      assertArrives(house, command, "h4");
      House.await(
          PATIENCE,
          "a controller that knows every switch",
          () ->
              house.lab().controller().filter(next -> next.pid() != killed).isPresent()
                  && house.lab().status().well());
      assertThat(connections).isNotEmpty();
      assertThat(house.connections("web")).containsAll(connections);
      assertArrives(house, house.migrate("web", "h2", "post-copy", "--transport", "relay"), "h2");
      assertThat(house.connections("web")).containsAll(connections);
    }
  }

  private static void awaitRoute(House house, Drover command, String from) {
    House.await(
        PATIENCE,
        "memory to move over its route",
        () -> {
          assertGoesOn(command);
          return !usedBy(house, from, Bytes.of(1)).isEmpty();
        });
  }

  private static void assertGoesOn(Drover command) {
    assertThat(command.alive()).as(() -> "over too soon:\n" + command.soFar()).isTrue();
  }

  private static void assertArrives(House house, Drover command, String host) {
    Ended ended = command.await();
    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(house.settled("web")).isEqualTo(host);
    assertThat(house.verifyMemory("web")).isNotNegative();
  }

  /** {@return the upper switches over which a migration from {@code host} has sent so much} */
  private static Set<String> usedBy(House house, String host, Bytes least) {
    return ways(
        paths(house).stream()
            .filter(path -> !path.migration().isEmpty() && path.source().equals(host))
            .filter(path -> path.sent().compareTo(least) >= 0)
            .toList());
  }

  private static Set<String> waysOf(House house, String host) {
    return ways(paths(house).stream().filter(path -> path.source().equals(host)).toList());
  }

  private static Set<String> ways(List<PathStatus> paths) {
    return paths.stream()
        .flatMap(path -> path.switches().stream())
        .filter(UPPER::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<PathStatus> paths(House house) {
    Ended ended = Drover.run("sdn", "paths", "--json", "--lab", house.name());
    assertThat(ended.code()).as(ended.all()).isZero();
    return Json.MAPPER.readValue(ended.out(), NetworkStatus.class).paths();
  }

  /** Traffic between two hosts that nearly fills a link, whatever else wants it. */
  private record Load(List<Process> ends) implements AutoCloseable {
    static Load send(House house, String from, String to) {
      List<Process> ends = new ArrayList<>();
      ends.add(House.start(house.entering(to, "iperf3", "-s", "-1")));
      House.await(
          Duration.ofSeconds(10),
          "iperf3 to listen",
          () -> house.in(to, "ss", "-tlnH").contains(":5201"));
      String address = house.addressOf(to);
      ends.add(
          House.start(
              house.entering(from, "iperf3", "-u", "-b", "42M", "-t", "300", "-c", address)));
      return new Load(ends);
    }

    boolean alive() {
      return ends.stream().allMatch(Process::isAlive);
    }

    @Override
    public void close() {
      ends.reversed().forEach(Process::destroyForcibly);
    }
  }
}
