package dev.drover.control.observe;

import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.VmStatus;
import dev.drover.hypervisor.VmState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells where each VM is when two agents report it, as they do while it migrates: where its vCPUs
 * run; when they stand still, at its owner, and before it changed hands that is the source. Pure.
 */
public final class Ownership {
  private Ownership() {}

  /** A VM as one host reports it. */
  public record Place(String host, VmStatus status) {}

  /** {@return every VM that can run, with the one host it belongs to now} */
  public static SortedMap<String, Place> places(Collection<HostStatus> hosts) {
    SortedMap<String, Place> places = new TreeMap<>();
    reports(hosts).forEach((vm, reports) -> owner(reports).ifPresent(p -> places.put(vm, p)));
    return places;
  }

  /** {@return one line for each VM that more than one host claims to run} */
  public static List<String> conflicts(Collection<HostStatus> hosts) {
    List<String> conflicts = new ArrayList<>();
    reports(hosts)
        .forEach((vm, reports) -> {
          List<String> running =
              reports.stream()
                  .filter(p -> p.status().state() == VmState.RUNNING)
                  .map(Place::host)
                  .toList();
          if (running.size() > 1) {
            conflicts.add(
                "vm " + vm + " is reported as running on " + String.join(" and ", running));
          }
        });
    return conflicts;
  }

  private static SortedMap<String, List<Place>> reports(Collection<HostStatus> hosts) {
    SortedMap<String, List<Place>> reports = new TreeMap<>();
    for (HostStatus host : hosts) {
      for (VmStatus vm : host.vms()) {
        reports
            .computeIfAbsent(vm.spec().name(), _ -> new ArrayList<>())
            .add(new Place(host.host(), vm));
      }
    }
    return reports;
  }

  private static Optional<Place> owner(List<Place> reports) {
    return reports.stream()
        .filter(place -> rank(place.status()) > 0)
        .max(Comparator.comparingInt(place -> rank(place.status())));
  }

  /** Higher is nearer to running; zero for what is no copy that could run here. */
  private static int rank(VmStatus vm) {
    return switch (vm.state()) {
      case RUNNING -> vm.role() == VmStatus.Role.OWNER ? 9 : 8;
      case STOPPED, GONE -> 0;
      case RECEIVING -> vm.role() == VmStatus.Role.OWNER ? 1 : 0;
      case PAUSED, HANDED_OVER, UNKNOWN ->
          switch (vm.role()) {
            case OWNER -> 6;
            case SOURCE -> 5;
            case DESTINATION -> 0;
          };
    };
  }
}
