package dev.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.fake.FakeNetwork;
import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReservationsTest {
  @TempDir Path directory;

  private static Reservation outgoing(int megabits) {
    return new Reservation(
        "h1",
        TrafficClass.OUTGOING,
        BitRate.ofMegabitsPerSecond(megabits),
        BitRate.ofMegabitsPerSecond(200),
        false,
        BitRate.ZERO,
        List.of());
  }

  private Reservations open(FakeNetwork network) {
    return new Reservations(directory, network, () -> true);
  }

  @Test
  void reservations_afterARestart_areInForceAgain() {
    try (Reservations first = open(new FakeNetwork(""))) {
      first.reserve(outgoing(10));
      first.reserve(outgoing(20));
    }

    FakeNetwork after = new FakeNetwork("");
    try (Reservations second = open(after)) {
      second.recover();
      assertThat(after.reservations()).containsExactly(outgoing(20));
      second.release();
    }

    FakeNetwork last = new FakeNetwork("");
    try (Reservations third = open(last)) {
      third.recover();
      assertThat(last.reservations()).isEmpty();
    }
  }
}
