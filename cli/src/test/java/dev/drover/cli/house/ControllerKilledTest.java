package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The controller of the switches is killed while a VM moves over them. */
final class ControllerKilledTest {
  /** Host h1 is on leaf1, h2 on leaf2. */
  private static final String LEAF_SPINE =
      "{kind: leaf-spine, spines: 2, leaves: 2, hostsPerLeaf: 1, ";

  @BeforeEach
  void needsSwitches() {
    Fabric.needsSwitches();
  }

  @Test
  void equalCostPaths_controllerKilledMidway_migrationGoesOn() {
    try (House house = Fabric.up(LEAF_SPINE, "leaf1", "routing: ecmp", "8MiB");
        Watched network = Watched.of(house)) {
      List<String> connections = house.connections("web");
      Drover command = house.migrate("web", "h2", "hybrid", "--transport", "relay");
      Fabric.awaitRoute(network, command, "h1");
      long killed = house.lab().controller().orElseThrow().pid();
      house.lab().controller().orElseThrow().destroyForcibly();

      Fabric.assertArrived(house, command, "h2");
      House.await(
          Fabric.PATIENCE,
          "a controller that knows every switch",
          () ->
              house.lab().controller().filter(next -> next.pid() != killed).isPresent()
                  && house.lab().status().well());
      assertThat(house.verifyMemory("web")).isNotNegative();
      assertThat(connections).isNotEmpty();
      assertThat(house.connections("web")).containsAll(connections);
    }
  }
}
