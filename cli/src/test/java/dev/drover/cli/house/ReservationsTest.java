package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.cli.house.House.Count;
import dev.drover.cli.house.House.Journey;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who gets how much of a link of 100 Mbit/s on which workload sends 65 Mbit/s while a VM leaves:
 * counted in QEMU and at the client, not by what Drover says. Shared evenly it would be 50 each.
 */
@Order(HouseExtension.LAST)
@ExtendWith(HouseExtension.class)
final class ReservationsTest {
  private static final int DEMAND = 65_000_000;
  private static final long COUNTED = 12 << 20;

  private final House house;

  ReservationsTest(House house) {
    this.house = house;
  }

  /** Bits per second. */
  private record Shares(double migration, double workload) {}

  @Test
  void highPriority_busySource_migrationGetsAllButTheWorkloadsLowerLimit() {
    Shares shares = sharesWhileMoving("urgent");
    assertThat(shares.migration()).as(shares.toString()).isBetween(60e6, 105e6);
    assertThat(shares.workload()).as(shares.toString()).isBetween(2e6, 45e6);
  }

  @Test
  void lowPriority_busySource_workloadKeepsWhatItHad() {
    Shares shares = sharesWhileMoving("batch");
    assertThat(shares.workload()).as(shares.toString()).isGreaterThan(0.88 * DEMAND);
    assertThat(shares.migration()).as(shares.toString()).isBetween(1e6, 42e6);
  }

  /** Whatever a round's decider would take, the tenant's floor stands. */
  @Test
  void lowPriority_roundsThatWantTheWholeLink_workloadKeepsWhatItHad() {
    Shares shares = sharesWhileMoving("batch", "--bandwidth", "fixed=100Mbit/s");
    assertThat(shares.workload()).as(shares.toString()).isGreaterThan(0.88 * DEMAND);
    assertThat(shares.migration()).as(shares.toString()).isBetween(1e6, 42e6);
  }

  private Shares sharesWhileMoving(String vm, String... options) {
    Journey journey = house.journey(vm);
    double demand = journey.from().equals(house.settled("web")) ? DEMAND - 20e6 : DEMAND;
    Drover command;
    Shares shares;
    try (Neighbour neighbour = Neighbour.send(house, journey.from(), Math.round(demand))) {
      House.pause(Duration.ofSeconds(3));
      assertThat(neighbour.alive()).isTrue();
      command = house.migrate(vm, journey.to(), "pre-copy", options);
      house.awaitPhase(command, vm, journey.from(), "active", 2 << 20);
      assertThat(house.reserved(journey.from())).isTrue();
      assertThat(house.reserved(journey.to())).isTrue();
      // What waits in queues goes first.
      House.pause(Duration.ofMillis(500));

      Count sent = house.transferred(vm, journey.from());
      Count received = house.receivedByClient();
      house.awaitPhase(command, vm, journey.from(), "active", sent.bytes() + COUNTED);
      shares =
          new Shares(
              house.transferred(vm, journey.from()).bitsPerSecondSince(sent),
              house.receivedByClient().bitsPerSecondSince(received));
    }
    // The rest goes faster without the neighbour.
    Ended ended = command.await();
    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(house.settled(vm)).isEqualTo(journey.to());
    house.assertNothingReserved();
    return shares;
  }
}
