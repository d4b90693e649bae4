package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.cli.house.House.Journey;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Real migrations, one of each technique, of a VM that sends to a client all the time. */
@Order(HouseExtension.LAST)
@ExtendWith(HouseExtension.class)
final class TechniquesTest {
  private final House house;

  TechniquesTest(House house) {
    this.house = house;
  }

  @ParameterizedTest
  @ValueSource(strings = {"pre-copy", "post-copy", "hybrid"})
  void migrate_busyVm_movesItWhole(String technique) {
    Journey journey = house.journey("web");
    long generation = house.verifyMemory("web");
    List<String> connections = house.connections("web");

    try (Ownership ownership = Ownership.watch(house, "web")) {
      Drover command = house.migrate("web", journey.to(), technique);
      Ended ended = command.await();

      assertThat(ended.code()).as(ended.all()).isZero();
      assertThat(house.settled("web")).isEqualTo(journey.to());
      assertThat(ownership.violations()).isEmpty();
      assertFigures(command.result(), technique, journey);
    }
    assertThat(house.verifyMemory("web")).isGreaterThan(generation);
    assertThat(connections).isNotEmpty();
    assertThat(house.connections("web")).containsAll(connections);
    house.assertNothingReserved();
  }

  private static void assertFigures(JsonNode result, String technique, Journey journey) {
    JsonNode migration = result.at("/migrations/0");
    assertThat(migration.path("vm").asString()).isEqualTo("web");
    assertThat(migration.path("source").asString()).isEqualTo(journey.from());
    assertThat(migration.path("destination").asString()).isEqualTo(journey.to());
    assertThat(migration.path("technique").asString()).isEqualTo(technique);
    assertThat(migration.path("outcome").asString()).isEqualTo("completed");
    assertThat(migration.path("vmRunsAt").asString()).isEqualTo(journey.to());
    assertThat(migration.path("bytes").asLong()).isBetween(20L << 20, 400L << 20);
    assertThat(migration.path("rounds").asInt()).isPositive();
    double total = migration.path("totalTimeMs").asDouble();
    assertThat(total).isBetween(500.0, 100_000.0);
    assertThat(migration.path("downtimeMs").isNumber()).isTrue();
    // QEMU tells whole milliseconds; post-copy hands over in less than one.
    double least = technique.equals("pre-copy") ? 1 : 0;
    assertThat(migration.path("downtimeMs").asDouble()).isBetween(least, total);
    // A probe every 50 ms cannot see much less than it sends.
    assertThat(migration.path("clientDowntimeMs").asDouble()).isBetween(25.0, total + 2000);
    assertThat(result.at("/evacuation/migrationBytes").asLong())
        .isEqualTo(migration.path("bytes").asLong());
    assertThat(result.at("/workloads/0/beforeBps").isNumber()).isTrue();
  }
}
