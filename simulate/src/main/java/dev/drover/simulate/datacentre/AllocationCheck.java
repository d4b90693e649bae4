package dev.drover.simulate.datacentre;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether an allocation is one at all, counted anew from each VM's server: every VM is somewhere
 * and no server has more than it has room for. Knows nothing of {@link Allocation}.
 */
public final class AllocationCheck {
  private AllocationCheck() {}

  /** {@return what is wrong, one sentence each; empty when nothing is} */
  public static List<String> faults(Capacity capacity, int vms, int[] serverOf) {
    List<String> faults = new ArrayList<>();
    if (serverOf.length != vms) {
      faults.add("of " + vms + " VMs " + serverOf.length + " are somewhere");
    }
    int[] count = new int[capacity.servers()];
    for (int vm = 0; vm < serverOf.length; vm++) {
      if (serverOf[vm] < 0 || serverOf[vm] >= count.length) {
        faults.add("VM " + vm + " is on server " + serverOf[vm] + ", which there is not");
        return faults;
      }
      count[serverOf[vm]]++;
    }
    for (int server = 0; server < count.length; server++) {
      if (count[server] > capacity.slots(server)) {
        faults.add(
            "server %d has %d VMs and %d slots"
                .formatted(server, count[server], capacity.slots(server)));
      }
    }
    for (Resource resource : capacity.resources()) {
      long[] used = new long[capacity.servers()];
      for (int vm = 0; vm < serverOf.length; vm++) {
        used[serverOf[vm]] += resource.ofVm(vm);
      }
      for (int server = 0; server < used.length; server++) {
        if (used[server] > resource.ofServer(server)) {
          faults.add(
              "server %d has %d of %s and needs %d"
                  .formatted(server, resource.ofServer(server), resource.name(), used[server]));
        }
      }
    }
    return faults;
  }
}
