package dev.drover.agent.api;

import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.List;

/**
 * A host as its agent sees it now.
 *
 * @param dataAddress on the network that VMs and migrations share
 * @param nicLoad all traffic of the NIC, smoothed over the agent's window
 * @param workloadLoad the part of it that is VM traffic
 * @param hypervisor what runs the VMs, such as {@code QEMU 7.2.22 (tcg)}
 */
public record HostStatus(
    String host,
    String dataAddress,
    Bytes memory,
    Bytes memoryFree,
    BitRate nicRate,
    Traffic nicLoad,
    Traffic workloadLoad,
    String hypervisor,
    List<VmStatus> vms) {
  public HostStatus {
    vms = List.copyOf(vms);
  }
}
