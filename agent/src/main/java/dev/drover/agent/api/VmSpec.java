package dev.drover.agent.api;

import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.unit.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A VM's definition; it travels with the VM from host to host.
 *
 * @param mac of the guest's NIC; with {@code address} it tells the VM's traffic from all other
 * @param address the guest's IPv4 address
 * @param kernel path of the kernel on the host, and {@code initrd} likewise
 * @param disk its virtual disk, which goes with it; empty for none
 */
public record VmSpec(
    String name,
    Bytes memory,
    int cpus,
    Priority priority,
    Sla sla,
    String mac,
    String address,
    String kernel,
    String initrd,
    List<String> kernelArguments,
    Optional<VmDisk> disk) {
  public VmSpec {
    kernelArguments = List.copyOf(kernelArguments);
    if (!name.matches("[a-z0-9][a-z0-9-]{0,30}")) {
      throw new IllegalArgumentException(
          "vm name '" + name + "' must be lower-case letters, digits and '-', at most 31");
    }
  }
}
