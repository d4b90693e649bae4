package dev.drover.decide.placement;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.placement.Placement.Destination;
import dev.drover.decide.reservation.BandwidthReservation;
import dev.drover.model.HostObservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Chooses a destination for every VM: among the hosts with memory for it, and on whose NIC its SLA
 * lower limit fits beside those already promised, the preferred one, with the VMs placed so far
 * counted. The most urgent VM first, of these the largest. When that leads nowhere a bounded
 * exhaustive search looks for any other placement, so that "impossible" is said only when it is
 * proved.
 */
public final class DestinationChooser {
  /** About a second of search at worst. */
  private static final long SEARCH_STEPS = 200_000;

  private final BandwidthReservation reservation;
  private final HostPreference preference;

  public DestinationChooser(BandwidthReservation reservation, HostPreference preference) {
    this.reservation = reservation;
    this.preference = preference;
  }

  /** Places {@code vms} on {@code candidates}, none of which is the VMs' host. */
  public Placement place(
      ClusterLoad load, List<VmObservation> vms, List<HostObservation> candidates) {
    List<Room> rooms = candidates.stream().map(host -> room(load, host, vms)).toList();
    List<Room> needs = vms.stream().map(vm -> need(load, vm)).toList();
    Shortage shortage = new Shortage(vms, needs, candidates, rooms);
    if (shortage.anyFitsNowhere()) {
      return new Placement.NotFound(shortage.fitNowhere());
    }
    Optional<Placement.Found> preferred = preferred(load, vms, needs, candidates, rooms);
    if (preferred.isPresent()) {
      return preferred.get();
    }
    return switch (PackingSearch.search(needs, rooms, SEARCH_STEPS)) {
      case PackingSearch.Packed(List<Integer> hosts) -> found(load, vms, candidates, hosts);
      case PackingSearch.Impossible() -> new Placement.NotFound(shortage.together(true));
      case PackingSearch.GaveUp() -> new Placement.NotFound(shortage.together(false));
    };
  }

  private Optional<Placement.Found> preferred(
      ClusterLoad before,
      List<VmObservation> vms,
      List<Room> needs,
      List<HostObservation> candidates,
      List<Room> rooms) {
    ClusterLoad load = before;
    List<Room> left = new ArrayList<>(rooms);
    SortedMap<String, Destination> destinations = new TreeMap<>();
    for (int i : inOrder(vms)) {
      VmObservation vm = vms.get(i);
      List<Scored> fitting = new ArrayList<>();
      for (int h = 0; h < candidates.size(); h++) {
        if (left.get(h).fits(needs.get(i))) {
          String name = candidates.get(h).name();
          fitting.add(new Scored(h, name, preference.score(load, name, vm)));
        }
      }
      Optional<Scored> best = fitting.stream().min(Scored.ORDER);
      if (best.isEmpty()) {
        return Optional.empty();
      }
      String host = best.get().host;
      destinations.put(vm.name(), new Destination(host, why(load, host, candidates.size() > 1)));
      left.set(best.get().index, left.get(best.get().index).less(needs.get(i)));
      load = load.moved(vm, host);
    }
    return Optional.of(new Placement.Found(destinations));
  }

  private String why(ClusterLoad load, String host, boolean hadChoice) {
    String reason = hadChoice ? preference.text() : "only candidate, NIC";
    return "%s: %s %d%%".formatted(host, reason, Math.round(100 * load.utilisation(host)));
  }

  private static Placement found(
      ClusterLoad load,
      List<VmObservation> vms,
      List<HostObservation> candidates,
      List<Integer> hosts) {
    SortedMap<String, Destination> destinations = new TreeMap<>();
    for (int i = 0; i < vms.size(); i++) {
      String host = candidates.get(hosts.get(i)).name();
      long percent = Math.round(100 * load.utilisation(host));
      destinations.put(
          vms.get(i).name(),
          new Destination(host, "%s: for all to fit (NIC %d%%)".formatted(host, percent)));
    }
    return new Placement.Found(destinations);
  }

  private static List<Integer> inOrder(List<VmObservation> vms) {
    return IntStream.range(0, vms.size())
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> vms.get(i).priority())
                .thenComparing(i -> vms.get(i).memory(), Comparator.reverseOrder())
                .thenComparing(i -> vms.get(i).name()))
        .toList();
  }

  /** What {@code host} has left. The VMs that are to be placed are not on it. */
  private Room room(ClusterLoad load, HostObservation host, List<VmObservation> vms) {
    return new Room(
        host.memoryFree(),
        left(load, host, vms.getFirst(), TrafficClass.INCOMING),
        left(load, host, vms.getFirst(), TrafficClass.OUTGOING));
  }

  private BitRate left(
      ClusterLoad load, HostObservation host, VmObservation absent, TrafficClass direction) {
    BitRate promised = load.linkWithout(absent, host.name(), direction).workload().lower();
    return reservation.promisable(host.nicRate(), direction).minusOrZero(promised);
  }

  private static Room need(ClusterLoad load, VmObservation vm) {
    return new Room(
        vm.memory(),
        load.demand(vm, TrafficClass.INCOMING).lower(),
        load.demand(vm, TrafficClass.OUTGOING).lower());
  }

  private record Scored(int index, String host, double score) {
    static final Comparator<Scored> ORDER =
        Comparator.comparingDouble(Scored::score).thenComparing(Scored::host);
  }
}
