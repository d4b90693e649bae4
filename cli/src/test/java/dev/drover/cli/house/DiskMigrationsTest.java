package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.cli.house.House.Journey;
import dev.drover.model.unit.Bytes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A VM with a disk, moved as a user would, while its guest writes to the disk without pause. */
final class DiskMigrationsTest {
  private static final String LAB =
      """
      name: NAME
      switches: [s1]
      hosts: [{name: h1, memory: 512MiB}, {name: h2, memory: 512MiB}]
      clients: [{name: c1}]
      links:
        - {ends: [h1, s1], rate: 100Mbit/s}
        - {ends: [h2, s1], rate: 100Mbit/s}
        - {ends: [c1, s1], rate: 1Gbit/s}
      vms:
        - name: store
          host: h1
          memory: 192MiB
          disk: {size: 64MiB, written: 24MiB}
      """;

  @Test
  void migrate_vmWithADisk_takesItAlongAndLosesNoWrite() throws Exception {
    HouseExtension.needs("migrations with a disk", List.of("qemu-system-x86_64"));
    try (House house = House.up("disk", "e2d", LAB)) {
      house.awaitDisk("store");
      moves(house, "pre-copy");
      moves(house, "post-copy", "--transport", "relay");
    }
  }

  private static void moves(House house, String technique, String... options) throws Exception {
    Journey journey = house.journey("store");
    long writes = house.verifyDisk("store");
    assertThat(writes).isPositive();
    try (Ownership ownership = Ownership.watch(house, "store")) {
      Drover command = house.migrate("store", journey.to(), technique, options);
      Ended ended = command.await();
      assertThat(ended.code()).as(ended.all()).isZero();
      JsonNode migration = command.result().path("migrations").path(0);
      assertThat(migration.path("diskBytes").asLong(0))
          .isBetween(Bytes.ofMebibytes(24).count(), Bytes.ofMebibytes(40).count());
      assertThat(migration.path("diskMs").asDouble(0))
          .isPositive()
          .isLessThan(migration.path("totalTimeMs").asDouble(0));
      assertThat(house.settled("store")).isEqualTo(journey.to());
      assertThat(ownership.violations()).isEmpty();
    }
    assertThat(house.verifyDisk("store")).isGreaterThan(writes);
    Path left = house.lab().directory().resolve("hosts").resolve(journey.from());
    assertThat(left.resolve("vms/store")).doesNotExist();
  }
}
