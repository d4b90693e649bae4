package dev.drover.decide.placement;

import dev.drover.model.HostObservation;
import dev.drover.model.PlanResult.Reason;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says plainly which VM cannot leave and what it lacks. */
record Shortage(
    List<VmObservation> vms, List<Room> needs, List<HostObservation> hosts, List<Room> rooms) {

  boolean anyFitsNowhere() {
    return !fitNowhere().isEmpty();
  }

  /** {@return a reason for each VM that no host could take even if it were the only one} */
  List<Reason> fitNowhere() {
    List<Reason> reasons = new ArrayList<>();
    for (int i = 0; i < vms.size(); i++) {
      Room need = needs.get(i);
      if (rooms.stream().noneMatch(room -> room.fits(need))) {
        reasons.add(new Reason(vms.get(i).name(), alone(vms.get(i), need)));
      }
    }
    return reasons;
  }

  /**
   * {@return a reason for the first VM, largest first, that finds no room beside the larger ones}
   *
   * @param proved whether every other placement was ruled out
   */
  List<Reason> together(boolean proved) {
    List<Integer> order =
        IntStream.range(0, vms.size())
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> needs.get(i).memory()).reversed())
            .toList();
    int first = order.size();
    PackingSearch.Result result;
    do {
      first--;
      result =
          PackingSearch.search(
              order.subList(0, first).stream().map(needs::get).toList(), rooms, 20_000);
    } while (!(result instanceof PackingSearch.Packed));
    int blocked = order.get(first);
    String others =
        order.subList(0, first).stream()
            .map(i -> vms.get(i).name())
            .collect(Collectors.joining(", "));
    Bytes wanted = needs.stream().map(Room::memory).reduce(Bytes.ZERO, Bytes::plus);
    return List.of(
        new Reason(
            vms.get(blocked).name(),
            "needs %s and finds no room once %s %s placed (each fits alone); %s; all VMs together need %s. %s"
                .formatted(
                    need(vms.get(blocked), needs.get(blocked)),
                    others,
                    first == 1 ? "is" : "are",
                    proved
                        ? "no other placement exists"
                        : "no placement was found within the search bound",
                    wanted,
                    free())));
  }

  private String alone(VmObservation vm, Room need) {
    if (hosts.isEmpty()) {
      return "there is no other host to go to";
    }
    if (rooms.stream().noneMatch(room -> room.fitsMemory(need))) {
      return "needs %s of memory and no host has that much free: %s"
          .formatted(vm.memory(), freeMemory());
    }
    return "needs %s and no host has both; %s".formatted(need(vm, need), free());
  }

  private static String need(VmObservation vm, Room need) {
    return "%s of memory and %s of the NIC (in %s, out %s) for its SLA lower limit of %s"
        .formatted(vm.memory(), need.in().max(need.out()), need.in(), need.out(), vm.sla().lower());
  }

  private String freeMemory() {
    return hosts.stream()
        .map(host -> host.name() + " has " + host.memoryFree())
        .collect(Collectors.joining(", "));
  }

  private String free() {
    return IntStream.range(0, hosts.size())
        .mapToObj(i -> hosts.get(i).name() + " has " + text(rooms.get(i)))
        .collect(Collectors.joining(", "));
  }

  private static String text(Room room) {
    BitRate in = room.in();
    return "%s free and can still promise in %s, out %s".formatted(room.memory(), in, room.out());
  }
}
