package dev.drover.decide.placement;

import static dev.drover.decide.testing.Some.host;
import static dev.drover.decide.testing.Some.mbit;
import static dev.drover.decide.testing.Some.sized;
import static dev.drover.decide.testing.Some.sla;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.link.LinkSettings;
import dev.drover.decide.reservation.BandwidthReservation;
import dev.drover.decide.reservation.ReservationSettings;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.decide.traffic.TrafficThresholds;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.PlanResult.Reason;
import dev.drover.model.Priority;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DestinationChooserTest {
  private static final TrafficCategorizer CATEGORIZER =
      new TrafficCategorizer(TrafficThresholds.defaults());

  @Test
  void equalRoom_leastLoadedNicIsTaken() {
    Placement placement =
        place(
            List.of(vm("a", "h1", Priority.LOW, traffic(0, 0))),
            host("h2", 4096, traffic(60, 0)),
            host("h3", 4096, traffic(0, 6)));
    assertThat(hosts(placement)).containsExactly(Map.entry("a", "h3"));
    assertThat(found(placement).destinations().values())
        .containsExactly(new Placement.Destination("h3", "h3: least loaded NIC 3%"));
  }

  @Test
  void vmsPlacedBefore_countAsLoad() {
    Placement placement =
        place(
            List.of(
                vm("a", "h1", Priority.LOW, traffic(0, 90)),
                vm("b", "h1", Priority.LOW, traffic(0, 90))),
            host("h2", 4096, traffic(0, 0)),
            host("h3", 4096, traffic(0, 0)));
    assertThat(hosts(placement).values()).containsExactlyInAnyOrder("h2", "h3");
  }

  @Test
  void greedyDeadEnd_otherPackingIsFound() {
    // The idle host attracts the 512 MiB VM, and then the two of 384 MiB no longer fit.
    Placement placement =
        place(
            List.of(
                sized(vm("a", "h1", Priority.LOW, traffic(0, 0)), 512),
                sized(vm("b", "h1", Priority.LOW, traffic(0, 0)), 384),
                sized(vm("c", "h1", Priority.LOW, traffic(0, 0)), 384)),
            host("h2", 768, traffic(0, 0)),
            host("h3", 512, traffic(100, 0)));
    assertThat(hosts(placement))
        .containsExactly(Map.entry("a", "h3"), Map.entry("b", "h2"), Map.entry("c", "h2"));
  }

  @Test
  void vmLargerThanAnyHost_isNamedWithWhatIsFree() {
    Placement placement =
        place(
            List.of(
                sized(vm("big", "h1", Priority.LOW, traffic(0, 0)), 2048),
                vm("small", "h1", Priority.LOW, traffic(0, 0))),
            host("h2", 1024, traffic(0, 0)));
    assertThat(reasons(placement))
        .containsExactly(
            new Reason("big", "needs 2GiB of memory and no host has that much free: h2 has 1GiB"));
  }

  @Test
  void vmsThatFitAloneOnly_nameTheOneTooMany() {
    Placement placement =
        place(
            List.of(
                sized(vm("a", "h1", Priority.LOW, traffic(0, 0)), 512),
                sized(vm("b", "h1", Priority.LOW, traffic(0, 0)), 600)),
            host("h2", 768, traffic(0, 0)));
    assertThat(reasons(placement)).hasSize(1);
    assertThat(reasons(placement).getFirst().vm()).isEqualTo("a");
    assertThat(reasons(placement).getFirst().text())
        .contains("once b is placed", "no other placement exists", "1.09GiB");
  }

  @Test
  void slaBeyondTheNic_isNamed() {
    Placement placement =
        place(
            List.of(vm("a", "h1", Priority.LOW, sla(190, 195), traffic(100, 0))),
            host("h2", 4096, traffic(0, 0)));
    assertThat(reasons(placement)).extracting(Reason::vm).containsExactly("a");
    assertThat(reasons(placement).getFirst().text()).contains("SLA lower limit of 190Mbit/s");
  }

  @Test
  void slaBesideOthersPromises_mustFit() {
    VmObservation tenant = vm("t", "h2", Priority.LOW, sla(120, 150), traffic(100, 2));
    VmObservation arriving = vm("a", "h1", Priority.LOW, sla(80, 90), traffic(80, 2));
    Placement tight = place(List.of(arriving), List.of(tenant), host("h2", 4096, traffic(100, 2)));
    assertThat(reasons(tight)).extracting(Reason::vm).containsExactly("a");
    Placement other =
        place(
            List.of(arriving),
            List.of(tenant),
            host("h2", 4096, traffic(100, 2)),
            host("h3", 4096, traffic(150, 0)));
    assertThat(hosts(other)).containsExactly(Map.entry("a", "h3"));
  }

  @Test
  void slasOfOppositeDirections_shareAHost() {
    Placement placement =
        place(
            List.of(
                vm("in", "h1", Priority.LOW, sla(120, 150), traffic(100, 2)),
                vm("out", "h1", Priority.LOW, sla(120, 150), traffic(2, 100))),
            host("h2", 4096, traffic(0, 0)));
    assertThat(hosts(placement).values()).containsExactly("h2", "h2");
  }

  @Test
  void noOtherHost_isSaid() {
    Placement placement = place(List.of(vm("a", "h1", Priority.LOW, traffic(0, 0))));
    assertThat(reasons(placement))
        .containsExactly(new Reason("a", "there is no other host to go to"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void impossible_isSaidExactlyWhenEveryAssignmentFails(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int possible = 0;
    for (int i = 0; i < 250; i++) {
      List<VmObservation> vms = new ArrayList<>();
      for (int v = 0; v < random.nextInt(1, 6); v++) {
        vms.add(sized(vm("v" + v, "h1", Priority.LOW, traffic(0, 0)), 64 * random.nextLong(1, 12)));
      }
      List<HostObservation> hosts = new ArrayList<>();
      for (int h = 2; h < random.nextInt(3, 6); h++) {
        hosts.add(host("h" + h, 64 * random.nextLong(1, 24), traffic(random.nextLong(100), 0)));
      }
      boolean expected = someAssignmentFits(vms, hosts, 0, new long[hosts.size()]);
      Placement placement = place(vms, hosts.toArray(HostObservation[]::new));
      assertThat(placement instanceof Placement.Found)
          .as("seed %d, case %d: %s on %s gives %s", seed, i, vms, hosts, placement)
          .isEqualTo(expected);
      possible += expected ? 1 : 0;
    }
    assertThat(possible).isBetween(25, 225);
  }

  @Test
  void manyVmsThatCannotBePacked_endWithinTheBound() {
    List<Room> needs = new ArrayList<>();
    List<Room> hosts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      needs.add(new Room(Bytes.of(1000 + i), mbit(0), mbit(0)));
    }
    for (int i = 0; i < 20; i++) {
      hosts.add(new Room(Bytes.of(2000 + i), mbit(0), mbit(0)));
    }
    assertThat(PackingSearch.search(needs, hosts, 10_000)).isInstanceOf(PackingSearch.GaveUp.class);
  }

  private static boolean someAssignmentFits(
      List<VmObservation> vms, List<HostObservation> hosts, int next, long[] used) {
    if (next == vms.size()) {
      return true;
    }
    long size = vms.get(next).memory().count();
    for (int h = 0; h < used.length; h++) {
      if (used[h] + size <= hosts.get(h).memoryFree().count()) {
        used[h] += size;
        boolean rest = someAssignmentFits(vms, hosts, next + 1, used);
        used[h] -= size;
        if (rest) {
          return true;
        }
      }
    }
    return false;
  }

  private static Placement place(List<VmObservation> vms, HostObservation... candidates) {
    return place(vms, List.of(), candidates);
  }

  private static Placement place(
      List<VmObservation> vms, List<VmObservation> others, HostObservation... candidates) {
    List<HostObservation> hosts = new ArrayList<>(List.of(candidates));
    hosts.add(host("h1", 0, traffic(0, 0)));
    List<VmObservation> all = new ArrayList<>(vms);
    all.addAll(others);
    ClusterLoad load =
        new ClusterLoad(new Cluster(hosts, all), LinkSettings.defaults(), CATEGORIZER);
    return new DestinationChooser(
            new BandwidthReservation(
                ReservationSettings.defaults(), LinkSettings.defaults(), CATEGORIZER),
            new HostPreference.LeastLoadedNic())
        .place(load, vms, List.of(candidates));
  }

  private static Map<String, String> hosts(Placement placement) {
    Map<String, String> hosts = new TreeMap<>();
    found(placement).destinations().forEach((vm, to) -> hosts.put(vm, to.host()));
    return hosts;
  }

  private static Placement.Found found(Placement placement) {
    assertThat(placement).isInstanceOf(Placement.Found.class);
    return (Placement.Found) placement;
  }

  private static List<Reason> reasons(Placement placement) {
    assertThat(placement).isInstanceOf(Placement.NotFound.class);
    return ((Placement.NotFound) placement).reasons();
  }
}
