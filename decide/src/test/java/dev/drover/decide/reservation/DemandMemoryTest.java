package dev.drover.decide.reservation;

import static dev.drover.decide.testing.Some.host;
import static dev.drover.decide.testing.Some.mbit;
import static dev.drover.decide.testing.Some.sla;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.Cluster;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DemandMemoryTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final DemandMemory free = DemandMemory.of(sending(100));

  @Test
  void tenantThatIsHeldBack_isRememberedWithWhatItAskedFor() {
    DemandMemory memory = free;
    for (int i = 0; i < 30; i++) {
      memory = memory.next(sending(40), List.of(egress(42)), SECOND);
    }
    assertThat(demand(memory, 40)).isEqualTo(traffic(0, 100));
  }

  @Test
  void tenantThatIsFreeAgain_hasTimeToComeUp() {
    DemandMemory memory = free.next(sending(40), List.of(egress(42)), SECOND);
    memory = memory.next(sending(60), List.of(egress(110)), SECOND);
    assertThat(demand(memory, 60).out()).isBetween(mbit(90), mbit(99));
  }

  @Test
  void tenantThatAsksForLess_isBelievedInTime() {
    DemandMemory memory = free;
    for (int i = 0; i < 20; i++) {
      memory = memory.next(sending(10), List.of(egress(194)), SECOND);
    }
    assertThat(demand(memory, 10).out()).isBetween(mbit(10), mbit(12));
  }

  @Test
  void tenantThatAsksForMore_isBelievedAtOnce() {
    assertThat(demand(free.next(sending(150), List.of(), SECOND), 150)).isEqualTo(traffic(0, 150));
  }

  @Test
  void vmThatWasNotThere_countsWithWhatItSends() {
    DemandMemory empty = DemandMemory.of(new Cluster(sending(1).hosts(), List.of()));
    assertThat(demand(empty, 70)).isEqualTo(traffic(0, 70));
    assertThat(demand(empty.next(sending(70), List.of(), SECOND), 70)).isEqualTo(traffic(0, 70));
  }

  @Test
  void reservationOfTheOtherDirectionOrHost_holdsNobodyBack() {
    Reservation ingress =
        new Reservation(
            "h1", TrafficClass.INCOMING, mbit(100), mbit(100), false, mbit(1), List.of());
    Reservation elsewhere =
        new Reservation(
            "h2", TrafficClass.OUTGOING, mbit(100), mbit(100), false, mbit(1), List.of());
    DemandMemory memory = free.next(sending(0), List.of(ingress, elsewhere), DemandMemory.FOLLOW);
    assertThat(demand(memory, 0).out()).isEqualTo(mbit(0));
  }

  private static Traffic demand(DemandMemory memory, long nowMegabits) {
    return memory.recall(sending(nowMegabits)).vm("n").orElseThrow().traffic();
  }

  private static Reservation egress(long workloadMegabits) {
    return new Reservation(
        "h1",
        TrafficClass.OUTGOING,
        mbit(200 - workloadMegabits),
        mbit(194),
        false,
        mbit(workloadMegabits),
        List.of());
  }

  private static Cluster sending(long megabits) {
    return new Cluster(
        List.of(host("h1", 4096, traffic(0, megabits)), host("h2", 4096, traffic(0, 0))),
        List.of(vm("n", "h1", Priority.LOW, sla(30, 120), traffic(0, megabits))));
  }
}
