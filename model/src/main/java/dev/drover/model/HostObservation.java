package dev.drover.model;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;

/**
 * What is known of a host when a decision is taken.
 *
 * @param memory memory that VMs may use
 * @param memoryFree the part of it that no VM has
 * @param nicRate the NIC's capacity, the same each way; migration and workload traffic share it
 * @param nicLoad all traffic on the NIC now, smoothed by the agent
 * @param workloadLoad the part of it that is no migration's, as the agent counts it over the same
 *     time
 */
public record HostObservation(
    String name,
    Bytes memory,
    Bytes memoryFree,
    BitRate nicRate,
    Traffic nicLoad,
    Traffic workloadLoad) {
  public HostObservation {
    if (memoryFree.compareTo(memory) > 0) {
      throw new IllegalArgumentException(
          "host " + name + ": free memory " + memoryFree + " exceeds its memory " + memory);
    }
    if (nicRate.bitsPerSecond() == 0) {
      throw new IllegalArgumentException("host " + name + ": NIC rate must be positive");
    }
  }
}
