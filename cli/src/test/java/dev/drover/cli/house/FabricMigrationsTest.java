package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.lab.LabLink;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real migrations over fabrics of real switches under Drover's controller: the paper's fat tree and
 * a leaf–spine.
 */
final class FabricMigrationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** More than anything but a load of 42 Mbit/s. */
  private static final BitRate HEAVY = BitRate.ofMegabitsPerSecond(20);

  private static final List<String> UPPER = List.of("s1", "s2", "s3", "spine1", "spine2");

  /** Hosts h1 to h3 are on s4, h4 to h6 on s5; s1, s2 and s3 join them. */
  private static final String FAT_TREE = "{kind: fat-tree, ";

  /** Host h1 is on leaf1, h2 on leaf2. */
  private static final String LEAF_SPINE =
      "{kind: leaf-spine, spines: 2, leaves: 2, hostsPerLeaf: 1, ";

  @BeforeEach
  void needsSwitches() {
    HouseExtension.needs(
        "migrations over switches", List.of("qemu-system-x86_64", "ovs-vswitchd", "iperf3"));
  }

  private static House up(String topology, String clientAt, String sdn, String pattern) {
    return House.up(
        "fabric",
        "e2f",
        """
        name: NAME
        mtu: 9000
        sdn: {%s, period: 1s, idleTimeout: 5s}
        topology: %s rate: 50Mbit/s, buffer: 256KiB, memory: 512MiB}
        clients:
          - {name: c1}
        links:
          - {ends: [c1, %s], rate: 1Gbit/s}
        vms:
          - name: web
            host: h1
            memory: 256MiB
            pattern: %s
            workload: {kind: outgoing, client: c1, rate: 2Mbit/s}
        """
            .formatted(sdn, topology, clientAt, pattern));
  }

  @Test
  void dynamicRouting_usesTheWaysThereAre() {
    try (House house = up(FAT_TREE, "s4", "routing: d-r, reroute: true", "32MiB");
        Watched network = Watched.of(house)) {
      List<String> connections = house.connections("web");
      assertThat(connections).isNotEmpty();

      twoConnections_takeDisjointRoutes(house, network);
      migration_whoseWayIsLostAndThenFull_isLedAround(house, network);

      assertThat(house.connections("web")).containsAll(connections);
    }
  }

  private static void twoConnections_takeDisjointRoutes(House house, Watched network) {
    Drover command = house.migrate("web", "h4", "pre-copy", "--connections", "2");
    House.await(
        PATIENCE,
        "both connections to carry memory over switches of their own",
        goingOn(command, () -> usedBy(network, "h1", Bytes.ofMebibytes(4)).size() == 2));
    assertArrives(house, command, "h4");
  }

  private static void migration_whoseWayIsLostAndThenFull_isLedAround(
      House house, Watched network) {
    try (Load first = Load.onItsWay(house, network, "h5", "h2");
        Load second = Load.onItsWay(house, network, "h6", "h3")) {
      House.await(
          PATIENCE,
          "the flows of the migration before to be gone",
          () -> network.paths().stream().allMatch(path -> path.migration().isEmpty()));
      Drover command = house.migrate("web", "h1", "pre-copy");
      String free = awaitRoute(network, command, "h4");
      for (String busy : List.of("h5", "h6")) {
        assertThat(awaitWay(network, busy)).isNotEqualTo(free);
      }

      LabLink link = house.lab().link("s5", free);
      link.down();
      House.await(
          PATIENCE,
          "the migration to be led around the lost link",
          goingOn(
              command,
              () -> {
                Set<String> now = usedBy(network, "h4", Bytes.of(1));
                return !now.isEmpty() && !now.contains(free);
              }));
      link.up();
      House.await(
          PATIENCE,
          "the migration to leave its full way for the free one",
          goingOn(command, () -> usedBy(network, "h4", Bytes.of(1)).contains(free)));

      assertThat(first.alive() && second.alive()).isTrue();
      assertArrives(house, command, "h1");
    }
  }

  @Test
  void equalCostPaths_controllerKilledMidway_migrationGoesOn() {
    try (House house = up(LEAF_SPINE, "leaf1", "routing: ecmp", "8MiB");
        Watched network = Watched.of(house)) {
      List<String> connections = house.connections("web");
      Drover command = house.migrate("web", "h2", "hybrid", "--transport", "relay");
      awaitRoute(network, command, "h1");
      long killed = house.lab().controller().orElseThrow().pid();
      house.lab().controller().orElseThrow().destroyForcibly();

      assertArrived(house, command, "h2");
      House.await(
          PATIENCE,
          "a controller that knows every switch",
          () ->
              house.lab().controller().filter(next -> next.pid() != killed).isPresent()
                  && house.lab().status().well());
      assertThat(house.verifyMemory("web")).isNotNegative();
      assertThat(connections).isNotEmpty();
      assertThat(house.connections("web")).containsAll(connections);
    }
  }

  /** {@return the upper switch over which memory moves from a host, once it does} */
  private static String awaitRoute(Watched network, Drover command, String from) {
    AtomicReference<Set<String>> seen = new AtomicReference<>(Set.of());
    House.await(
        PATIENCE,
        "memory to move over its route",
        goingOn(
            command,
            () -> {
              seen.set(ways(network.paths(), Watched::moves, from));
              return !seen.get().isEmpty();
            }));
    return seen.get().iterator().next();
  }

  /** {@return the upper switch over which the load of a host was measured, once it is} */
  private static String awaitWay(Watched network, String from) {
    AtomicReference<Set<String>> seen = new AtomicReference<>(Set.of());
    House.await(
        PATIENCE,
        "the load from " + from + " to be measured on one way",
        () -> {
          seen.set(ways(network.paths(), FabricMigrationsTest::loads, from));
          return seen.get().size() == 1;
        });
    return seen.get().iterator().next();
  }

  private static boolean loads(PathStatus path) {
    return path.rate().compareTo(HEAVY) > 0;
  }

  /** Looks first: what was seen counts, even if the migration is over by now. */
  private static BooleanSupplier goingOn(Drover command, BooleanSupplier condition) {
    return () -> {
      boolean alive = command.alive();
      if (condition.getAsBoolean()) {
        return true;
      }
      assertThat(alive).as(() -> "over too soon:\n" + command.soFar()).isTrue();
      return false;
    };
  }

  private static void assertArrives(House house, Drover command, String host) {
    assertArrived(house, command, host);
    assertThat(house.verifyMemory("web")).isNotNegative();
  }

  private static void assertArrived(House house, Drover command, String host) {
    Ended ended = command.await();
    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(house.settled("web")).isEqualTo(host);
  }

  /** {@return the upper switches over which a migration from a host has sent so much} */
  private static Set<String> usedBy(Watched network, String from, Bytes least) {
    return ways(
        network.paths(), path -> Watched.moves(path) && path.sent().compareTo(least) >= 0, from);
  }

  /** {@return the upper switches that paths from a host pass} */
  private static Set<String> ways(
      List<PathStatus> paths, Predicate<PathStatus> which, String from) {
    return paths.stream()
        .filter(path -> path.source().equals(from))
        .filter(which)
        .flatMap(path -> path.switches().stream())
        .filter(UPPER::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Traffic between two hosts that nearly fills a link, whatever else wants it. */
  private record Load(List<Process> ends) implements AutoCloseable {
    /** Sends, and waits until the controller knows how much and over which way. */
    static Load onItsWay(House house, Watched network, String from, String to) {
      Load load = send(house, from, to);
      awaitWay(network, from);
      return load;
    }

    private static Load send(House house, String from, String to) {
      List<Process> ends = new ArrayList<>();
      ends.add(House.start(house.entering(to, "iperf3", "-s", "-1")));
      House.await(
          PATIENCE, "iperf3 to listen", () -> house.in(to, "ss", "-tlnH").contains(":5201"));
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
