package dev.drover.decide.link;

import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;

/**
 * One direction of one NIC.
 *
 * @param direction {@link TrafficClass#OUTGOING} or {@link TrafficClass#INCOMING}
 * @param capacity what can be divided; positive
 * @param workload what workload traffic asks of it; migration traffic is never part of it
 */
public record LinkLoad(TrafficClass direction, BitRate capacity, WorkloadDemand workload) {
  public LinkLoad {
    if (capacity.bitsPerSecond() == 0) {
      throw new IllegalArgumentException("link capacity must be positive");
    }
  }

  public LinkLoad plus(WorkloadDemand more) {
    return new LinkLoad(direction, capacity, workload.plus(more));
  }

  /** {@return what the workload leaves} */
  public BitRate free() {
    return capacity.minusOrZero(workload.use());
  }

  /** {@return the part of the capacity that the workload uses, 0 to 1} */
  public double utilisation() {
    return Math.min(1, workload.use().fractionOf(capacity));
  }
}
