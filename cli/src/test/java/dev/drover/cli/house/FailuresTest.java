package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.cli.house.House.Cut;
import dev.drover.cli.house.House.Journey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * What can break while a VM moves, broken for real. Afterwards a VM that can run runs on exactly
 * one host, its memory whole, and the command has said where.
 */
@Order(HouseExtension.LAST)
@ExtendWith(HouseExtension.class)
final class FailuresTest {
  /** Enough for the transfer, which is slow until the fault, to be well under way. */
  private static final long WELL_UNDER_WAY = 4 << 20;

  private final House house;

  FailuresTest(House house) {
    this.house = house;
  }

  @AfterEach
  void everyLinkIsAsFastAsBefore() {
    List.of("h1", "h2").forEach(house::fast);
  }

  @AfterEach
  void nothingIsReserved() {
    house.assertNothingReserved();
  }

  @Test
  void preCopy_destinationQemuKilled_runsAtSource() {
    Journey journey = house.journey("big");
    try (Ownership ownership = Ownership.watch(house, "big")) {
      Drover command = started("big", journey, "pre-copy", "active");
      house.killQemu("big", journey.to());
      house.fast(journey.to());
      Ended ended = command.await();

      assertStayed(command, ended, journey);
      assertThat(ownership.violations()).isEmpty();
    }
  }

  @Test
  void preCopy_sourceQemuKilled_isLostAndSaysSo() {
    Journey journey = house.journey("doomed1");
    Drover command = started("doomed1", journey, "pre-copy", "active");
    house.killQemu("doomed1", journey.from());

    assertLost(command, "doomed1");
  }

  @ParameterizedTest
  @CsvSource({"doomed2, destination", "doomed3, source"})
  void postCopy_qemuKilled_isLostAndSaysSo(String vm, String end) {
    Journey journey = house.journey(vm);
    try (Ownership ownership = Ownership.watch(house, vm)) {
      Drover command = arrived(vm, journey);
      house.killQemu(vm, end.equals("source") ? journey.from() : journey.to());

      assertLost(command, vm);
      assertThat(ownership.violations()).isEmpty();
    }
  }

  @Test
  void preCopy_linkCut_runsAtSourceWhenTheStallLimitIsOver() {
    Journey journey = house.journey("big");
    try (Ownership ownership = Ownership.watch(house, "big")) {
      Drover command = started("big", journey, "pre-copy", "active");
      try (Cut cut = house.cut(journey.to())) {
        house.fast(journey.to());
        Ended ended = command.await();
        cut.restore();
        assertStayed(command, ended, journey);
      }
      assertThat(ownership.violations()).isEmpty();
    }
  }

  @Test
  void postCopy_linkCutAndRestored_recoversAndCompletes() {
    Journey journey = house.journey("big");
    long generation = house.verifyMemory("big");
    try (Ownership ownership = Ownership.watch(house, "big")) {
      Drover command = arrived("big", journey);
      try (Cut cut = house.cut(journey.to())) {
        house.fast(journey.to());
        house.awaitBroken(command, "big", journey.from());
        cut.restore();
        Ended ended = command.await();

        assertThat(ended.code()).as(ended.all()).isZero();
        assertThat(house.settled("big")).isEqualTo(journey.to());
      }
      assertThat(ownership.violations()).isEmpty();
    }
    assertThat(house.verifyMemory("big")).isGreaterThan(generation);
  }

  @Test
  void stopAndCopy_linkCut_runsOnExactlyOneHost() throws IOException {
    Journey journey = house.journey("big");
    try (Ownership ownership = Ownership.watch(house, "big")) {
      Drover command = started("big", journey, "pre-copy", "active");
      house.monitors("big", journey.from()).await("STOP", () -> house.fast(journey.to()));
      try (Cut cut = house.cut(journey.to())) {
        Ended ended = command.await();
        cut.restore();
        String at = house.settled("big");
        assertThat(at).as(ended.all()).isEqualTo(ended.code() == 0 ? journey.to() : journey.from());
        assertSays(command, "big", at);
      }
      assertThat(ownership.violations()).isEmpty();
    }
    assertThat(house.verifyMemory("big")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "pre-copy, active, source",
    "pre-copy, active, destination",
    "post-copy, postcopy-active, source",
    "post-copy, postcopy-active, destination"
  })
  void migration_agentKilled_endsOnExactlyOneHost(String technique, String phase, String end) {
    Journey journey = house.journey("big");
    try (Ownership ownership = Ownership.watch(house, "big")) {
      Drover command = started("big", journey, technique, phase);
      house.killAgent(end.equals("source") ? journey.from() : journey.to());
      house.fast(journey.to());
      Ended ended = command.await();

      String at = house.settled("big");
      assertThat(at).as(ended.all()).isEqualTo(ended.code() == 0 ? journey.to() : journey.from());
      if (technique.equals("post-copy")) {
        assertThat(at).as(ended.all()).isEqualTo(journey.to());
      }
      assertSays(command, "big", at);
      assertThat(ownership.violations()).isEmpty();
    }
    assertThat(house.verifyMemory("big")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"pre-copy, active", "post-copy, postcopy-active"})
  void migration_controllerKilled_endsByItselfAndTheNextCommandWorks(
      String technique, String phase) {
    Journey journey = house.journey("big");
    try (Ownership ownership = Ownership.watch(house, "big")) {
      started("big", journey, technique, phase).kill();
      house.fast(journey.to());

      assertThat(house.settled("big")).isEqualTo(journey.to());
      assertThat(ownership.violations()).isEmpty();
    }
    assertThat(house.verifyMemory("big")).isPositive();
    Ended status = Drover.run("status", "--lab", house.name());
    assertThat(status.out().lines().filter(line -> line.contains("big")))
        .as(status.all())
        .isNotEmpty()
        .allMatch(line -> line.contains(journey.to()));
    Ended back = house.migrate("big", journey.from(), "pre-copy").await();
    assertThat(back.code()).as(back.all()).isZero();
    assertThat(house.settled("big")).isEqualTo(journey.from());
  }

  @Test
  void preCopy_ctrlC_isCancelledAndRunsAtSource() {
    Journey journey = house.journey("big");
    try (Ownership ownership = Ownership.watch(house, "big")) {
      Drover command = started("big", journey, "pre-copy", "active");
      command.interrupt();
      house.fast(journey.to());
      Ended ended = command.await();

      assertThat(ended.code()).as(ended.all()).isEqualTo(130);
      assertThat(house.settled("big")).as(ended.all()).isEqualTo(journey.from());
      assertThat(command.result().at("/migrations/0/outcome").asString()).isEqualTo("cancelled");
      assertSays(command, "big", journey.from());
      assertThat(ownership.violations()).isEmpty();
    }
    assertThat(house.verifyMemory("big")).isPositive();
  }

  /**
   * As {@link #started} in post-copy, and the VM runs at the destination. What breaks before that,
   * while the device state crosses, QEMU before 10.2 cannot mend.
   */
  private Drover arrived(String vm, Journey journey) {
    Drover command = started(vm, journey, "post-copy", "postcopy-active");
    House.await(
        Duration.ofSeconds(60),
        vm + " to run on " + journey.to(),
        () -> house.runs(vm, journey.to()));
    return command;
  }

  /** A migration in a phase that cannot be over before its fault; slow until let go. */
  private Drover started(String vm, Journey journey, String technique, String phase) {
    house.slow(journey.to());
    Drover command = house.migrate(vm, journey.to(), technique);
    long bytes = phase.equals("active") ? WELL_UNDER_WAY : 0;
    house.awaitPhase(command, vm, journey.from(), phase, bytes);
    return command;
  }

  private void assertStayed(Drover command, Ended ended, Journey journey) {
    assertThat(ended.code()).as(ended.all()).isEqualTo(1);
    assertThat(house.settled("big")).as(ended.all()).isEqualTo(journey.from());
    assertThat(command.result().at("/migrations/0/outcome").asString()).isEqualTo("failed");
    assertThat(ended.out()).contains("it runs on " + journey.from());
    assertSays(command, "big", journey.from());
    assertThat(house.verifyMemory("big")).isPositive();
  }

  private void assertLost(Drover command, String vm) {
    Ended ended = command.await();
    assertThat(ended.code()).as(ended.all()).isEqualTo(1);
    JsonNode migration = command.result().at("/migrations/0");
    assertThat(migration.path("outcome").asString()).as(ended.all()).isEqualTo("lost");
    assertThat(migration.has("vmRunsAt")).as(ended.all()).isFalse();
    assertThat(ended.out()).contains(vm + " was lost in ").contains("it runs nowhere");
    House.await(
        Duration.ofSeconds(60),
        "every process of " + vm + " to be gone",
        () -> house.processes(vm).isEmpty());
    Ended status = Drover.run("status", "--lab", house.name());
    assertThat(status.code()).as(status.all()).isZero();
    assertThat(status.out()).contains("big").doesNotContain(vm);
  }

  private static void assertSays(Drover command, String vm, String host) {
    JsonNode migration = command.result().at("/migrations/0");
    assertThat(migration.path("vm").asString()).isEqualTo(vm);
    assertThat(migration.path("vmRunsAt").asString("")).isEqualTo(host);
  }
}
