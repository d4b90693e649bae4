package dev.drover.decide.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.link.LinkSettings;
import dev.drover.decide.testing.RandomClusters;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.decide.traffic.TrafficThresholds;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReservationPropertyTest {
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private final TrafficCategorizer categorizer =
      new TrafficCategorizer(TrafficThresholds.defaults());
  private final BandwidthReservation reservation =
      new BandwidthReservation(
          ReservationSettings.defaults(), LinkSettings.defaults(), categorizer);

  @ParameterizedTest
  @ValueSource(longs = {0, 1000, 2000, 3000})
  void reservations_ofAnyClusterAndMigrations_holdTheirPromises(long from) {
    int looked = 0;
    for (long seed = from; seed < from + 1000; seed++) {
      Cluster cluster = RandomClusters.draw(seed);
      List<Transfer> transfers = transfers(cluster, new SplittableRandom(seed));
      for (Reservation one : reservation.reserve(cluster, transfers)) {
        check("seed " + seed + ": " + one, cluster, transfers, one);
        looked++;
      }
    }
    assertThat(looked).isGreaterThan(500);
  }

  private void check(
      String label, Cluster cluster, List<Transfer> transfers, Reservation reservation) {
    HostObservation host = cluster.host(reservation.host()).orElseThrow();
    long nic = host.nicRate().bitsPerSecond();
    long migration = reservation.migration().bitsPerSecond();
    long workload = reservation.workload().bitsPerSecond();
    long tenants =
        reservation.tenants().stream().mapToLong(t -> t.guaranteed().bitsPerSecond()).sum();
    assertThat(migration + workload).as(label).isLessThanOrEqualTo(nic);
    assertThat(tenants).as(label).isLessThanOrEqualTo(workload);
    assertThat(migration).as(label).isGreaterThanOrEqualTo(1_000_000);
    assertThat(workload).as(label).isGreaterThanOrEqualTo(1_000_000);
    assertThat(reservation.migrationCeiling().bitsPerSecond()).as(label).isLessThanOrEqualTo(nic);
    checkLowerLimits(label, cluster, transfers, reservation, nic);
  }

  /** Where all promises of the direction fit, every tenant in its own direction has its own. */
  private void checkLowerLimits(
      String label, Cluster cluster, List<Transfer> transfers, Reservation reservation, long nic) {
    Map<String, BitRate> shares =
        reservation.tenants().stream()
            .collect(Collectors.toMap(TenantShare::vm, TenantShare::guaranteed));
    List<VmObservation> resident =
        cluster.vms().stream()
            .filter(vm -> vm.host().equals(reservation.host()))
            .filter(vm -> transfers.stream().noneMatch(t -> movedAway(t, vm)))
            .toList();
    List<VmObservation> visitors =
        cluster.vms().stream()
            .filter(vm -> !vm.host().equals(reservation.host()))
            .filter(vm -> transfers.stream().anyMatch(t -> arrives(t, vm, reservation.host())))
            .toList();
    List<VmObservation> all = new ArrayList<>(resident);
    all.addAll(visitors);
    double promised = all.stream().mapToDouble(vm -> vm.sla().lower().bitsPerSecond() * 1.06).sum();
    if (promised > 0.9 * nic) {
      return;
    }
    for (VmObservation vm : all) {
      TrafficClass traffic =
          categorizer.categorize(
              vm.traffic(), cluster.host(vm.host()).orElseThrow().nicRate(), vm.previousClass());
      boolean opposite =
          traffic
              == (reservation.direction() == TrafficClass.INCOMING
                  ? TrafficClass.OUTGOING
                  : TrafficClass.INCOMING);
      if (!opposite && vm.sla().lower().bitsPerSecond() > 0) {
        assertThat(shares.getOrDefault(vm.name(), BitRate.ZERO))
            .as("%s in %s", vm, label)
            .isGreaterThanOrEqualTo(vm.sla().lower());
      }
    }
  }

  private static boolean movedAway(Transfer transfer, VmObservation vm) {
    return transfer.vm().equals(vm.name()) && !transfer.tenantAtSource();
  }

  private static boolean arrives(Transfer transfer, VmObservation vm, String host) {
    return transfer.vm().equals(vm.name())
        && transfer.tenantAtDestination()
        && transfer.destination().equals(host);
  }

  private static List<Transfer> transfers(Cluster cluster, SplittableRandom random) {
    List<Transfer> transfers = new ArrayList<>();
    List<HostObservation> hosts = cluster.hosts();
    for (VmObservation vm : cluster.vms()) {
      HostObservation destination = hosts.get(random.nextInt(hosts.size()));
      if (random.nextBoolean() && !destination.name().equals(vm.host())) {
        boolean moved = random.nextBoolean();
        transfers.add(
            new Transfer(
                vm.name(),
                vm.host(),
                destination.name(),
                PRIORITIES.get(random.nextInt(3)),
                destination.nicRate().times(random.nextDouble()),
                !moved,
                moved || random.nextBoolean()));
      }
    }
    return transfers;
  }
}
