package dev.drover.decide.prediction;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.link.LinkLoad;
import dev.drover.decide.link.WorkloadDemand;
import dev.drover.model.Priority;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;

/**
 * A migration whose technique is still open.
 *
 * @param resident memory that must cross
 * @param workingSet memory that is written again and again
 * @param outgoing what the VM itself asks of the egress of the host that it is on
 * @param incoming what it asks of the ingress
 * @param sourceEgress everything there but this VM
 * @param destinationIngress everything there but this VM
 * @param sharingSource how many migrations cross the source egress at once, this one included
 * @param sharingDestination the same at the destination ingress
 */
public record MigrationCase(
    Priority priority,
    Bytes resident,
    DirtyRate dirtyRate,
    Bytes workingSet,
    WorkloadDemand outgoing,
    WorkloadDemand incoming,
    LinkLoad sourceEgress,
    LinkLoad destinationIngress,
    int sharingSource,
    int sharingDestination) {
  public MigrationCase {
    if (sharingSource < 1 || sharingDestination < 1) {
      throw new IllegalArgumentException(
          "a migration shares its path with itself at least: "
              + sharingSource
              + ", "
              + sharingDestination);
    }
  }

  /** {@return the case of {@code vm} going to {@code destination} under {@code load}} */
  public static MigrationCase of(
      ClusterLoad load,
      VmObservation vm,
      String destination,
      Priority priority,
      int sharingSource,
      int sharingDestination) {
    return new MigrationCase(
        priority,
        vm.resident(),
        vm.dirtyRate(),
        vm.workingSet(),
        load.demand(vm, TrafficClass.OUTGOING),
        load.demand(vm, TrafficClass.INCOMING),
        load.linkWithout(vm, vm.host(), TrafficClass.OUTGOING),
        load.linkWithout(vm, destination, TrafficClass.INCOMING),
        sharingSource,
        sharingDestination);
  }

  /** {@return the slower of both capacities} */
  public BitRate pathCapacity() {
    return sourceEgress.capacity().min(destinationIngress.capacity());
  }
}
