package dev.drover.decide.reservation;

import static dev.drover.decide.testing.Some.NO_SLA;
import static dev.drover.decide.testing.Some.host;
import static dev.drover.decide.testing.Some.mbit;
import static dev.drover.decide.testing.Some.sla;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.link.LinkSettings;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.decide.traffic.TrafficThresholds;
import dev.drover.model.Cluster;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BandwidthReservationTest {
  private final BandwidthReservation reservation = with(ReservationSettings.defaults());
  private final BandwidthReservation paper = with(ReservationSettings.defaults().insatiable());

  /** A neighbour that sends 100 Mbit/s, promised 50 to 120; the idle VM {@code a} migrates. */
  private final Cluster cluster =
      new Cluster(
          List.of(host("h1", 4096, traffic(0, 100)), host("h2", 4096, traffic(0, 0))),
          List.of(
              vm("a", "h1", Priority.HIGH, NO_SLA, traffic(0, 0)),
              vm("n", "h1", Priority.LOW, sla(50, 120), traffic(0, 100))));

  @Test
  void high_asInThePaper_guaranteesLowerLimitWithMarginAndGivesMigrationTheRest() {
    BitRate kept = mbit(53).times(1.2);
    Reservation egress =
        paper.reserve(cluster, List.of(transfer(Priority.HIGH, mbit(0)))).getFirst();
    assertThat(egress.tenants()).containsExactly(new TenantShare("n", kept));
    assertThat(egress.workload()).isEqualTo(kept);
    assertThat(egress.migration()).isEqualTo(mbit(200).minusOrZero(kept));
    assertThat(egress.migrationCeiling()).isEqualTo(mbit(200));
    assertThat(egress.migrationYields()).isFalse();
  }

  @Test
  void high_takesFromTenantsOnlyWhatItLacksToEnough() {
    Reservation egress = egress(neighbour(180), Priority.HIGH, mbit(0));
    assertThat(egress.migration()).isEqualTo(mbit(100));
    assertThat(egress.workload()).isEqualTo(mbit(100));
    assertThat(egress.tenants()).containsExactly(new TenantShare("n", egress.workload()));
    assertThat(egress.migrationYields()).isFalse();
  }

  @Test
  void high_whereMostIsFree_leavesTenantsWhatTheyUse() {
    Reservation egress = egress(neighbour(75), Priority.HIGH, mbit(0));
    assertThat(egress.workload()).isEqualTo(mbit(78));
    assertThat(egress.migration()).isEqualTo(mbit(122));
  }

  @Test
  void high_tenantAboutToChangeHosts_isLeftEnoughToMakeUpForTheChange() {
    Transfer changing = new Transfer("n", "h1", "h2", Priority.HIGH, mbit(0), true, true);
    Reservation egress = paper.reserve(cluster, List.of(changing)).getFirst();
    assertThat(egress.tenants()).containsExactly(new TenantShare("n", mbit(106)));
    assertThat(egress.migration()).isEqualTo(mbit(94));
  }

  @Test
  void low_intoABusyDestination_isHeldAtTheSourceToWhatIsFreeThere() {
    Cluster busy =
        new Cluster(
            List.of(host("h1", 4096, traffic(0, 0)), host("h2", 4096, traffic(100, 0))),
            List.of(
                vm("a", "h1", Priority.LOW, NO_SLA, traffic(0, 0)),
                vm("n", "h2", Priority.LOW, sla(50, 120), traffic(100, 0))));
    Reservation egress = egress(busy, Priority.LOW, mbit(0));
    assertThat(egress.migrationCeiling()).isEqualTo(mbit(194 - 104));
    assertThat(egress.migration()).isEqualTo(mbit(4));
  }

  @Test
  void low_leavesEverythingButTheFloorToTheWorkload() {
    Reservation egress = egress(Priority.LOW);
    assertThat(egress.migration()).isEqualTo(mbit(4));
    assertThat(egress.workload()).isEqualTo(mbit(196));
    assertThat(egress.migrationCeiling()).isEqualTo(mbit(200));
    assertThat(egress.migrationYields()).isTrue();
    assertThat(egress.tenants()).containsExactly(new TenantShare("n", mbit(110)));
  }

  @Test
  void medium_keepsWhatIsUsedWithHeadroom() {
    Reservation egress = egress(Priority.MEDIUM);
    assertThat(egress.workload()).isEqualTo(mbit(110));
    assertThat(egress.migration()).isEqualTo(mbit(90));
    assertThat(egress.migrationYields()).isFalse();
  }

  @Test
  void medium_workloadAboveItsUpperLimit_isHeldToIt() {
    Reservation egress = egress(neighbour(180), Priority.MEDIUM, mbit(0));
    assertThat(egress.workload()).isEqualTo(mbit(120).times(1.06));
  }

  @Test
  void medium_workloadThatFallsSilent_keepsItsLowerLimit() {
    Reservation egress = egress(neighbour(0), Priority.MEDIUM, mbit(0));
    assertThat(egress.workload()).isEqualTo(mbit(53).times(1.2));
    assertThat(egress.migration()).isEqualTo(mbit(200).minusOrZero(mbit(53).times(1.2)));
  }

  @Test
  void medium_lessUsed_givesMigrationMore() {
    assertThat(egress(neighbour(70), Priority.MEDIUM, mbit(0)).migration())
        .isGreaterThan(egress(Priority.MEDIUM).migration());
  }

  @Test
  void medium_workloadWithoutSla_keepsWhatItUses() {
    Cluster free =
        new Cluster(
            cluster.hosts(),
            List.of(cluster.vms().get(0), vm("n", "h1", Priority.LOW, NO_SLA, traffic(0, 100))));
    Reservation egress = egress(free, Priority.MEDIUM, mbit(0));
    assertThat(egress.workload()).isEqualTo(mbit(100));
    assertThat(egress.tenants()).isEmpty();
  }

  @Test
  void loadMeasuredAgain_makesACloseReservation_anotherLoadDoesNot() {
    Reservation before = egress(neighbour(100), Priority.MEDIUM, mbit(0));
    assertThat(egress(neighbour(101), Priority.MEDIUM, mbit(0)).isCloseTo(before, 0.02)).isTrue();
    assertThat(egress(neighbour(110), Priority.MEDIUM, mbit(0)).isCloseTo(before, 0.02)).isFalse();
    assertThat(egress(neighbour(100), Priority.LOW, mbit(0)).isCloseTo(before, 0.02)).isFalse();
  }

  @Test
  void transferBandwidth_isNotTakenForWorkload() {
    Cluster during =
        new Cluster(
            List.of(host("h1", 4096, traffic(0, 195)), host("h2", 4096, traffic(0, 0))),
            cluster.vms());
    assertThat(egress(during, Priority.MEDIUM, mbit(90)).workload()).isEqualTo(mbit(110));
  }

  @Test
  void trafficOfAMigrationThatHasJustEnded_isNotTakenForWorkload() {
    Cluster after =
        new Cluster(
            List.of(
                host("h1", 4096, traffic(0, 195), traffic(0, 100)),
                host("h2", 4096, traffic(0, 0))),
            cluster.vms());
    assertThat(egress(after, Priority.MEDIUM, mbit(0)).workload()).isEqualTo(mbit(110));
  }

  @Test
  void ingress_whereTenantsReceive_isDividedBelowTheNicRate() {
    assertThat(ingressWithTenantsReceiving(0).migrationCeiling()).isEqualTo(mbit(200));
    assertThat(ingressWithTenantsReceiving(2).migrationCeiling()).isEqualTo(mbit(198));
    assertThat(ingressWithTenantsReceiving(100).migrationCeiling()).isEqualTo(mbit(194));
  }

  private Reservation ingressWithTenantsReceiving(long megabits) {
    Cluster receiving =
        new Cluster(
            List.of(host("h1", 4096, traffic(0, 0)), host("h2", 4096, traffic(megabits, 0))),
            List.of(
                vm("a", "h1", Priority.HIGH, NO_SLA, traffic(0, 0)),
                vm("n", "h2", Priority.LOW, NO_SLA, traffic(megabits, 0))));
    Reservation ingress =
        reservation.reserve(receiving, List.of(transfer(Priority.HIGH, mbit(0)))).get(1);
    assertThat(ingress.host()).isEqualTo("h2");
    assertThat(ingress.direction()).isEqualTo(TrafficClass.INCOMING);
    return ingress;
  }

  @Test
  void severalPriorities_onOneNic_theMostUrgentDecides() {
    Transfer low = new Transfer("n", "h1", "h2", Priority.LOW, mbit(0), true, false);
    List<Reservation> both =
        reservation.reserve(cluster, List.of(low, transfer(Priority.HIGH, mbit(0))));
    assertThat(both).hasSize(2);
    assertThat(both.getFirst()).isEqualTo(egress(Priority.HIGH));
  }

  @Test
  void tenantThatMoved_isKeptAtTheDestinationOnly() {
    Transfer moved = new Transfer("n", "h1", "h2", Priority.HIGH, mbit(50), false, true);
    List<Reservation> both = paper.reserve(cluster, List.of(moved));
    assertThat(both.get(0).tenants()).isEmpty();
    // It sends, so at the destination's ingress only its acknowledgements need room: the floor.
    assertThat(both.get(1).workload()).isEqualTo(mbit(4));
    assertThat(both.get(1).tenants()).containsExactly(new TenantShare("n", both.get(1).workload()));
  }

  @Test
  void incomingTenant_countsAtIngressAndWithItsAcknowledgementsAtEgress() {
    Cluster receiving =
        new Cluster(
            List.of(host("h1", 4096, traffic(100, 2)), host("h2", 4096, traffic(80, 2))),
            List.of(
                vm("a", "h1", Priority.HIGH, NO_SLA, traffic(0, 0)),
                vm("n", "h1", Priority.LOW, sla(50, 120), traffic(100, 2)),
                vm("r", "h2", Priority.LOW, sla(40, 80), traffic(80, 2))));
    List<Reservation> both = paper.reserve(receiving, List.of(transfer(Priority.HIGH, mbit(0))));
    assertThat(both.get(0).workload()).isEqualTo(mbit(4));
    assertThat(both.get(0).tenants()).containsExactly(new TenantShare("n", mbit(4)));
    assertThat(both.get(1).tenants())
        .containsExactly(new TenantShare("r", mbit(40).times(1.06).times(1.2)));
  }

  @Test
  void overcommittedPromises_areScaledAndLeaveTheFloor() {
    Cluster full =
        new Cluster(
            cluster.hosts(),
            List.of(
                vm("a", "h1", Priority.HIGH, sla(150, 200), traffic(0, 90)),
                vm("n", "h1", Priority.LOW, sla(150, 200), traffic(0, 90))));
    Reservation egress = egress(full, Priority.HIGH, mbit(0));
    assertThat(egress.migration()).isEqualTo(mbit(4));
    assertThat(egress.tenants()).hasSize(2);
    assertThat(egress.tenants().get(0).guaranteed()).isBetween(mbit(97), mbit(98));
  }

  @Test
  void unknownHost_hasNoReservation() {
    Transfer elsewhere = new Transfer("a", "h1", "h9", Priority.HIGH, mbit(0), true, true);
    assertThat(reservation.reserve(cluster, List.of(elsewhere)))
        .extracting(Reservation::host)
        .containsExactly("h1");
  }

  @Test
  void noMigration_noReservation() {
    assertThat(reservation.reserve(cluster, List.of())).isEmpty();
  }

  private static BandwidthReservation with(ReservationSettings settings) {
    return new BandwidthReservation(
        settings, LinkSettings.defaults(), new TrafficCategorizer(TrafficThresholds.defaults()));
  }

  private Cluster neighbour(long megabits) {
    return new Cluster(
        List.of(host("h1", 4096, traffic(0, megabits)), host("h2", 4096, traffic(0, 0))),
        List.of(
            cluster.vms().get(0), vm("n", "h1", Priority.LOW, sla(50, 120), traffic(0, megabits))));
  }

  private Reservation egress(Priority priority) {
    return egress(cluster, priority, mbit(0));
  }

  private Reservation egress(Cluster now, Priority priority, BitRate rate) {
    Reservation egress = reservation.reserve(now, List.of(transfer(priority, rate))).get(0);
    assertThat(egress.host()).isEqualTo("h1");
    assertThat(egress.direction()).isEqualTo(TrafficClass.OUTGOING);
    return egress;
  }

  private static Transfer transfer(Priority priority, BitRate rate) {
    return new Transfer("a", "h1", "h2", priority, rate, true, false);
  }
}
