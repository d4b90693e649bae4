package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.LabLink;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real migrations over the paper's fat tree of real switches under Drover's controller. */
final class FabricMigrationsTest {
  /** More than anything but a load of 42 Mbit/s. */
  private static final BitRate HEAVY = BitRate.ofMegabitsPerSecond(20);

  /** Hosts h1 to h3 are on s4, h4 to h6 on s5; s1, s2 and s3 join them. */
  private static final String FAT_TREE = "{kind: fat-tree, ";

  @BeforeEach
  void needsSwitches() {
    Fabric.needsSwitches();
  }

  @Test
  void dynamicRouting_usesTheWaysThereAre() {
    try (House house = Fabric.up(FAT_TREE, "s4", "routing: d-r, reroute: true", "32MiB");
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
        Fabric.PATIENCE,
        "both connections to carry memory over switches of their own",
        Fabric.goingOn(command, () -> usedBy(network, "h1", Bytes.ofMebibytes(4)).size() == 2));
    assertArrives(house, command, "h4");
  }

  private static void migration_whoseWayIsLostAndThenFull_isLedAround(
      House house, Watched network) {
    try (Load first = Load.onItsWay(house, network, "h5", "h2");
        Load second = Load.onItsWay(house, network, "h6", "h3")) {
      House.await(
          Fabric.PATIENCE,
          "the flows of the migration before to be gone",
          () -> network.paths().stream().allMatch(path -> path.migration().isEmpty()));
      Drover command = house.migrate("web", "h1", "pre-copy");
      String free = Fabric.awaitRoute(network, command, "h4");
      for (String busy : List.of("h5", "h6")) {
        assertThat(awaitWay(network, busy)).isNotEqualTo(free);
      }

      LabLink link = house.lab().link("s5", free);
      link.down();
      House.await(
          Fabric.PATIENCE,
          "the migration to be led around the lost link",
          Fabric.goingOn(
              command,
              () -> {
                Set<String> now = usedBy(network, "h4", Bytes.of(1));
                return !now.isEmpty() && !now.contains(free);
              }));
      link.up();
      House.await(
          Fabric.PATIENCE,
          "the migration to leave its full way for the free one",
          Fabric.goingOn(command, () -> usedBy(network, "h4", Bytes.of(1)).contains(free)));

      assertThat(first.alive() && second.alive()).isTrue();
      assertArrives(house, command, "h1");
    }
  }

  /** {@return the upper switch over which the load of a host was measured, once it is} */
  private static String awaitWay(Watched network, String from) {
    AtomicReference<Set<String>> seen = new AtomicReference<>(Set.of());
    House.await(
        Fabric.PATIENCE,
        "the load from " + from + " to be measured on one way",
        () -> {
          seen.set(Fabric.ways(network.paths(), FabricMigrationsTest::loads, from));
          return seen.get().size() == 1;
        });
    return seen.get().iterator().next();
  }

  private static boolean loads(PathStatus path) {
    return path.rate().compareTo(HEAVY) > 0;
  }

  private static void assertArrives(House house, Drover command, String host) {
    Fabric.assertArrived(house, command, host);
    assertThat(house.verifyMemory("web")).isNotNegative();
  }

  /** {@return the upper switches over which a migration from a host has sent so much} */
  private static Set<String> usedBy(Watched network, String from, Bytes least) {
    return Fabric.ways(
        network.paths(), path -> Watched.moves(path) && path.sent().compareTo(least) >= 0, from);
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
          Fabric.PATIENCE, "iperf3 to listen", () -> house.in(to, "ss", "-tlnH").contains(":5201"));
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
