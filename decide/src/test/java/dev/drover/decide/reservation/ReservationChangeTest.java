package dev.drover.decide.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReservationChangeTest {
  private static Reservation of(String host, TrafficClass direction, long migrationMegabits) {
    return new Reservation(
        host,
        direction,
        BitRate.ofMegabitsPerSecond(migrationMegabits),
        BitRate.ofMegabitsPerSecond(200),
        false,
        BitRate.ofMegabitsPerSecond(200 - migrationMegabits),
        List.of());
  }

  @Test
  void change_fromNothing_reservesAllThatIsWanted() {
    List<Reservation> wanted = List.of(of("h1", TrafficClass.OUTGOING, 50));
    ReservationChange change = ReservationChange.of(List.of(), wanted);
    assertThat(change.release()).isEmpty();
    assertThat(change.reserve()).isEqualTo(wanted);
  }

  @Test
  void change_ofLessThanTwoPercent_isNone() {
    ReservationChange change =
        ReservationChange.of(
            List.of(of("h1", TrafficClass.OUTGOING, 100)),
            List.of(of("h1", TrafficClass.OUTGOING, 101)));
    assertThat(change.isEmpty()).isTrue();
  }

  @Test
  void change_ofMore_reservesAnew() {
    List<Reservation> wanted = List.of(of("h1", TrafficClass.OUTGOING, 110));
    ReservationChange change =
        ReservationChange.of(List.of(of("h1", TrafficClass.OUTGOING, 100)), wanted);
    assertThat(change.release()).isEmpty();
    assertThat(change.reserve()).isEqualTo(wanted);
  }

  @Test
  void directionNoLongerWanted_releasesTheHostAndMakesTheOtherAgain() {
    Reservation egress = of("h1", TrafficClass.OUTGOING, 100);
    Reservation ingress = of("h1", TrafficClass.INCOMING, 100);
    ReservationChange change = ReservationChange.of(List.of(egress, ingress), List.of(egress));
    assertThat(change.release()).containsExactly("h1");
    assertThat(change.reserve()).containsExactly(egress);
  }
}
