package dev.drover.model;

import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.Optional;

/**
 * What is known of a running VM when a decision is taken.
 *
 * @param memory the guest's memory as configured
 * @param resident the part of it that holds data and so must cross; at most {@code memory}
 * @param traffic the workload's rates, smoothed by the agent
 * @param dirtyRate as QEMU measured it
 * @param workingSet the memory that is written again and again; at most {@code memory}
 * @param previousClass how the VM was categorised before, for hysteresis; empty the first time
 */
public record VmObservation(
    String name,
    String host,
    Bytes memory,
    Bytes resident,
    Priority priority,
    Sla sla,
    Traffic traffic,
    DirtyRate dirtyRate,
    Bytes workingSet,
    Optional<TrafficClass> previousClass) {
  public VmObservation {
    if (resident.compareTo(memory) > 0) {
      throw new IllegalArgumentException(
          "vm " + name + ": resident " + resident + " exceeds its memory " + memory);
    }
    if (workingSet.compareTo(memory) > 0) {
      throw new IllegalArgumentException(
          "vm " + name + ": working set " + workingSet + " exceeds its memory " + memory);
    }
  }

  /** {@return this with other traffic} */
  public VmObservation withTraffic(Traffic other) {
    return new VmObservation(
        name, host, memory, resident, priority, sla, other, dirtyRate, workingSet, previousClass);
  }
}
