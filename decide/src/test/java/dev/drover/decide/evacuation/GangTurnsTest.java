package dev.drover.decide.evacuation;

import static dev.drover.decide.testing.Some.NO_SLA;
import static dev.drover.decide.testing.Some.host;
import static dev.drover.decide.testing.Some.mbit;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.reservation.ReservationSettings;
import dev.drover.model.Cluster;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class GangTurnsTest {
  /** 2 % of the 200 Mbit/s NICs. */
  private static final BitRate FLOOR = mbit(4);

  private static final Bytes ONE = Bytes.ofMebibytes(1);
  private static final long START = 1_000_000;
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private final GangTurns turns = new GangTurns(ReservationSettings.defaults(), 0.9);
  private final GangTurns haste = new GangTurns(ReservationSettings.defaults(), 0.2);
  private final Cluster cluster =
      new Cluster(
          List.of(
              host("h1", 4096, traffic(0, 0)),
              host("h2", 4096, traffic(0, 0)),
              host("h3", 4096, traffic(0, 0))),
          List.of());
  private final List<Reservation> roomy =
      List.of(egress(mbit(140)), ingress("h2", mbit(190)), ingress("h3", mbit(190)));

  @Test
  void nearestToItsEnd_hasTheLink_theOthersAFloor() {
    assertThat(
            turns.limits(
                cluster,
                List.of(sending("a", "h2", 90), sending("b", "h2", 50), sending("c", "h3", 70)),
                roomy))
        .containsOnlyKeys("a", "c")
        .containsEntry("a", FLOOR)
        .containsEntry("c", FLOOR);
  }

  @Test
  void vmThatSendsMuch_goesBeforeASmallerOne_soThatItsTrafficLeavesTheLink() {
    Cluster busy =
        new Cluster(
            cluster.hosts(),
            List.of(
                vm("a", "h1", Priority.MEDIUM, NO_SLA, traffic(0, 90)),
                vm("b", "h1", Priority.MEDIUM, NO_SLA, traffic(30, 1))));
    assertThat(turns.limits(busy, List.of(sending("a", "h2", 120), sending("b", "h2", 50)), roomy))
        .containsOnlyKeys("b");
  }

  @Test
  void moreUrgent_goesFirst() {
    ActiveMigration urgent = with(sending("a", "h2", 90), Priority.HIGH, false);
    assertThat(turns.limits(cluster, List.of(sending("b", "h2", 50), urgent), roomy))
        .containsOnlyKeys("b");
  }

  @Test
  void ofDestinationsThatReceive_theBusierIsFirst_soThatOthersCanUseWhatItCannotTake() {
    Cluster busy =
        new Cluster(
            List.of(
                host("h1", 4096, traffic(0, 0)),
                host("h2", 4096, traffic(0, 0)),
                host("h3", 4096, traffic(120, 0))),
            List.of());
    assertThat(
            haste.limits(
                busy,
                List.of(sending("a", "h2", 50), sending("b", "h3", 90)),
                List.of(egress(mbit(140)), ingress("h2", mbit(190)), ingress("h3", mbit(80)))))
        .containsOnlyKeys("a")
        .containsEntry("a", mbit(60));
  }

  @Test
  void vmThatReceivesMuch_goesLast_soThatItIsInNobodysWay() {
    Cluster busy =
        new Cluster(
            cluster.hosts(),
            List.of(
                vm("a", "h1", Priority.MEDIUM, NO_SLA, traffic(90, 4)),
                vm("b", "h1", Priority.MEDIUM, NO_SLA, traffic(1, 1))));
    assertThat(turns.limits(busy, List.of(sending("a", "h2", 50), sending("b", "h2", 120)), roomy))
        .containsOnlyKeys("a");
  }

  @Test
  void lastRounds_keepTheLink() {
    assertThat(turns.limits(cluster, List.of(sending("a", "h2", 90), sending("b", "h2", 1)), roomy))
        .containsOnlyKeys("a");
  }

  @Test
  void destinationThatTakesLessThanTheSourceMaySend_letsAnotherDestinationIn() {
    List<Reservation> narrow =
        List.of(egress(mbit(140)), ingress("h2", mbit(90)), ingress("h3", mbit(190)));
    List<ActiveMigration> gang =
        List.of(sending("a", "h2", 50), sending("b", "h2", 60), sending("c", "h3", 70));
    assertThat(haste.limits(cluster, gang, narrow))
        .containsOnlyKeys("b", "c")
        .containsEntry("b", FLOOR)
        .containsEntry("c", mbit(50));
    assertThat(turns.limits(cluster, gang, narrow))
        .as("nobody is slowed where there is no haste")
        .containsOnlyKeys("b", "c")
        .containsEntry("c", FLOOR);
    assertThat(
            turns.limits(
                cluster, gang, List.of(narrow.get(0), narrow.get(1), ingress("h3", mbit(55)))))
        .containsEntry("c", mbit(50));
  }

  @Test
  void vmThatWaitsForItsPages_isNeverHeldBack() {
    ActiveMigration pulling = with(sending("a", "h2", 90), Priority.LOW, true);
    assertThat(turns.limits(cluster, List.of(pulling, sending("b", "h2", 50)), roomy))
        .doesNotContainKey("a");
  }

  @Test
  void withoutReservations_nobodyIsLimited() {
    assertThat(
            turns.limits(
                cluster, List.of(sending("a", "h2", 90), sending("b", "h2", 50)), List.of()))
        .isEmpty();
  }

  @Test
  void whoHasNotStarted_startsWhenItIsNext_andTheFirstNearItsEnd() {
    ActiveMigration next = notStarted(sending("b", "h2", 60));
    ActiveMigration last = notStarted(sending("c", "h3", 70));
    assertThat(turns.limits(cluster, List.of(last, sending("a", "h2", 50), next), roomy))
        .containsOnlyKeys("b", "c")
        .containsEntry("b", BitRate.ZERO)
        .containsEntry("c", BitRate.ZERO);
    ActiveMigration stopped = sending("a", "h2", 5).at(false, true, mbit(80), ONE);
    assertThat(turns.limits(cluster, List.of(last, stopped, next), roomy))
        .containsOnlyKeys("b", "c")
        .containsEntry("b", FLOOR)
        .containsEntry("c", BitRate.ZERO);
    assertThat(
            turns.limits(
                cluster,
                List.of(last, stopped, next.started(OptionalLong.of(START + 1000))),
                roomy))
        .as("only one is under way beside the first")
        .containsOnlyKeys("b", "c")
        .containsEntry("b", FLOOR)
        .containsEntry("c", BitRate.ZERO);
  }

  @Test
  void whenNothingIsLeftToSend_theNextHasTheLink() {
    ActiveMigration through = sending("a", "h2", 0).at(false, true, mbit(80), Bytes.ZERO);
    ActiveMigration next = sending("b", "h2", 60).started(OptionalLong.of(START + 1000));
    assertThat(turns.limits(cluster, List.of(through, next), roomy)).isEmpty();
  }

  @Test
  void endOfARound_isNotTheEndOfAMigration() {
    ActiveMigration first = sending("a", "h2", 0);
    ActiveMigration next = notStarted(sending("b", "h2", 60));
    assertThat(turns.limits(cluster, List.of(first, next), roomy))
        .containsOnlyKeys("b")
        .containsEntry("b", BitRate.ZERO);
  }

  @Test
  void postCopy_nearItsEnd_letsTheNextOneStart() {
    ActiveMigration pulling =
        with(sending("a", "h2", 2), Technique.POST_COPY).at(true, false, mbit(80), ONE);
    ActiveMigration next = notStarted(sending("b", "h2", 60));
    assertThat(turns.limits(cluster, List.of(pulling, next), roomy))
        .containsOnlyKeys("b")
        .containsEntry("b", FLOOR);
  }

  @Test
  void whoStartedFirst_keepsTheLink_whateverTheOthersWouldRelieve() {
    Cluster busy =
        new Cluster(
            cluster.hosts(), List.of(vm("b", "h1", Priority.MEDIUM, NO_SLA, traffic(0, 90))));
    ActiveMigration later = sending("b", "h2", 1).started(OptionalLong.of(START + 1000));
    assertThat(turns.limits(busy, List.of(later, sending("a", "h2", 150)), roomy))
        .containsOnlyKeys("b");
  }

  @Test
  void anyGang_hasSomebodyWhoseTurnItIs_andKeepsAFloorForAllThatStarted() {
    SplittableRandom random = new SplittableRandom(21);
    for (int i = 0; i < 2000; i++) {
      List<ActiveMigration> gang = new ArrayList<>();
      for (int vm = 0; vm <= random.nextInt(6); vm++) {
        gang.add(
            with(
                sending("vm" + vm, random.nextBoolean() ? "h2" : "h3", random.nextInt(200)),
                PRIORITIES.get(random.nextInt(PRIORITIES.size())),
                random.nextInt(4) == 0));
      }
      var limits = turns.limits(cluster, gang, roomy);
      assertThat(limits.size()).as("seed 21, %s", gang).isLessThan(gang.size());
      assertThat(limits.values()).as("seed 21, %s", gang).allMatch(FLOOR::equals);
    }
  }

  private static ActiveMigration sending(String vm, String destination, long remainingMebibytes) {
    return new ActiveMigration(
        vm,
        "h1",
        destination,
        Priority.MEDIUM,
        Technique.PRE_COPY,
        false,
        false,
        mbit(80),
        Bytes.ofMebibytes(remainingMebibytes),
        OptionalLong.of(START));
  }

  private static ActiveMigration with(ActiveMigration one, Technique technique) {
    return new ActiveMigration(
        one.vm(),
        one.source(),
        one.destination(),
        one.priority(),
        technique,
        one.vmAtDestination(),
        one.stopped(),
        one.rate(),
        one.remaining(),
        one.startedAtMs());
  }

  private static ActiveMigration notStarted(ActiveMigration one) {
    return one.started(OptionalLong.empty());
  }

  private static ActiveMigration with(
      ActiveMigration one, Priority priority, boolean vmAtDestination) {
    return new ActiveMigration(
        one.vm(),
        one.source(),
        one.destination(),
        priority,
        one.technique(),
        vmAtDestination,
        one.stopped(),
        one.rate(),
        one.remaining(),
        one.startedAtMs());
  }

  private static Reservation egress(BitRate migration) {
    return division("h1", TrafficClass.OUTGOING, migration);
  }

  private static Reservation ingress(String host, BitRate migration) {
    return division(host, TrafficClass.INCOMING, migration);
  }

  private static Reservation division(String host, TrafficClass direction, BitRate migration) {
    return new Reservation(
        host, direction, migration, mbit(200), false, mbit(200).minusOrZero(migration), List.of());
  }
}
