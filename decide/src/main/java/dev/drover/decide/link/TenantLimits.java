package dev.drover.decide.link;

import dev.drover.model.Sla;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;

/**
 * A tenant's SLA as demands on the two directions of its host's NIC.
 *
 * <p>An SLA is stated for the VM's main traffic direction. An incoming tenant is promised its
 * limits in the incoming direction, an outgoing one in the outgoing direction, a mixed one in both.
 * An idle one may start either way at any moment, so it counts in both as well. In the direction
 * that is not its own a tenant counts with what it needs there to keep its promise: its limits
 * times the ratio of its measured rates, at least {@link LinkSettings#reverseShare}.
 */
public final class TenantLimits {
  /** Above any NIC; keeps sums of unreasonable limits from overflowing. */
  private static final BitRate BOUND = BitRate.ofBitsPerSecond(1L << 50);

  private final LinkSettings settings;

  public TenantLimits(LinkSettings settings) {
    this.settings = settings;
  }

  /** {@return whether anything was promised to {@code vm}} */
  public static boolean hasSla(VmObservation vm) {
    return vm.sla().upper().bitsPerSecond() > 0;
  }

  /** {@return what {@code vm} of class {@code traffic} asks of {@code direction}} */
  public WorkloadDemand demand(VmObservation vm, TrafficClass traffic, TrafficClass direction) {
    BitRate use = inDirection(vm.traffic(), direction);
    boolean sends = traffic == direction || traffic == TrafficClass.MIXED;
    int flows = sends ? 1 : 0;
    if (!hasSla(vm)) {
      return new WorkloadDemand(use, BitRate.ZERO, use, flows);
    }
    boolean promised = sends || traffic == TrafficClass.IDLE;
    double factor = settings.wireOverhead() * (promised ? 1 : reverse(vm, direction));
    Sla sla = vm.sla();
    return new WorkloadDemand(
        use, sla.lower().min(BOUND).times(factor), sla.upper().min(BOUND).times(factor), flows);
  }

  private double reverse(VmObservation vm, TrafficClass direction) {
    BitRate here = inDirection(vm.traffic(), direction);
    BitRate both = vm.traffic().in().plus(vm.traffic().out());
    double ratio = here.fractionOf(both.minusOrZero(here));
    return Math.clamp(ratio, settings.reverseShare(), 1);
  }

  /** {@return the rate of {@code traffic} in {@code direction}, incoming or outgoing} */
  public static BitRate inDirection(Traffic traffic, TrafficClass direction) {
    return direction == TrafficClass.INCOMING ? traffic.in() : traffic.out();
  }
}
