package dev.drover.decide.reservation;

import dev.drover.decide.link.TenantLimits;
import dev.drover.model.Cluster;
import dev.drover.model.Reservation;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What each VM asks of the network, told from what it gets. The paper's medium priority follows the
 * workload's use; while a more urgent migration holds the workload below what it asks for, use says
 * nothing, and whoever divides by it leaves a tenant at the squeeze after the squeeze is over.
 *
 * <p>A VM's demand is what was measured last while it was free to send. It is kept as long as the
 * reservation on its host guarantees the workload there less than all demands come to. Otherwise it
 * follows what is measured: up at once, down in about {@link #FOLLOW}, which leaves TCP the time to
 * come up again. That costs migration nothing, since reservations are work-conserving. Immutable.
 */
public final class DemandMemory {
  /** After this time less traffic is believed to be less demand. */
  static final Duration FOLLOW = Duration.ofSeconds(5);

  private final Map<String, Traffic> demands;

  private DemandMemory(Map<String, Traffic> demands) {
    this.demands = demands;
  }

  /** {@return the demands of VMs that nothing holds back} */
  public static DemandMemory of(Cluster free) {
    Map<String, Traffic> demands = new TreeMap<>();
    free.vms().forEach(vm -> demands.put(vm.name(), vm.traffic()));
    return new DemandMemory(demands);
  }

  /**
   * {@return the demands as {@code now} shows them}
   *
   * @param inForce the reservations since the last look
   * @param elapsed since the last look
   */
  public DemandMemory next(Cluster now, List<Reservation> inForce, Duration elapsed) {
    double weight = Math.min(1, (double) elapsed.toNanos() / FOLLOW.toNanos());
    Map<String, Traffic> next = new TreeMap<>(demands);
    for (VmObservation vm : now.vms()) {
      Traffic before = demand(vm);
      next.put(
          vm.name(),
          new Traffic(
              follow(
                  before.in(),
                  vm.traffic().in(),
                  held(now, vm, TrafficClass.INCOMING, inForce) ? 0 : weight),
              follow(
                  before.out(),
                  vm.traffic().out(),
                  held(now, vm, TrafficClass.OUTGOING, inForce) ? 0 : weight)));
    }
    return new DemandMemory(next);
  }

  /** {@return {@code now} with the demand of each VM as its traffic} */
  public Cluster recall(Cluster now) {
    return new Cluster(
        now.hosts(), now.vms().stream().map(vm -> vm.withTraffic(demand(vm))).toList());
  }

  private Traffic demand(VmObservation vm) {
    return Optional.ofNullable(demands.get(vm.name())).orElse(vm.traffic());
  }

  private boolean held(
      Cluster now, VmObservation vm, TrafficClass direction, List<Reservation> inForce) {
    BitRate all =
        now.vmsOn(vm.host()).stream()
            .map(each -> TenantLimits.inDirection(demand(each), direction))
            .reduce(BitRate.ZERO, BitRate::plus);
    return inForce.stream()
        .filter(each -> each.host().equals(vm.host()) && each.direction() == direction)
        .anyMatch(each -> each.workload().compareTo(all) < 0);
  }

  private static BitRate follow(BitRate before, BitRate measured, double weight) {
    return measured.compareTo(before) >= 0
        ? measured
        : before.minusOrZero(before.minusOrZero(measured).times(weight));
  }
}
