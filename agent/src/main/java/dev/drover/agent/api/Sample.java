package dev.drover.agent.api;

import dev.drover.model.Traffic;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A host's traffic over one short interval, not smoothed.
 *
 * @param atMs end of the interval, milliseconds since the epoch
 * @param nic all traffic of the NIC
 * @param migration the part of {@code nic} that is migration traffic
 * @param vms traffic of each VM, seen from the VM
 */
public record Sample(long atMs, Traffic nic, Traffic migration, SortedMap<String, Traffic> vms) {
  public Sample {
    vms = new TreeMap<>(vms);
  }
}
