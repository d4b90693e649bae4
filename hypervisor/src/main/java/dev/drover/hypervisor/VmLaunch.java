package dev.drover.hypervisor;

import dev.drover.model.unit.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to start one VM.
 *
 * @param directory holds the VM's sockets, pid file, console log and QEMU's own output; made when
 *     missing
 * @param kernel Linux kernel to boot directly
 * @param initrd its initial RAM disk
 * @param kernelArguments appended to the kernel command line
 * @param tap name of an existing tap device, and the guest NIC's MAC address
 * @param wholeFrames whether the guest must hand down frames as they go on the wire, with checksums
 *     and cut to size, because what the tap is joined to takes them as they are; the same at both
 *     ends of a migration
 * @param incoming true to wait for a migration instead of booting; the VM then stays paused when
 *     the migration has arrived until {@link Vm#resume()} is called, so that its owner decides
 * @param accelerator {@code kvm} or {@code tcg}
 * @param disk raw image of the VM's disk, a file that no other process uses; at both ends of a
 *     migration of the same size
 */
public record VmLaunch(
    String name,
    Path directory,
    Bytes memory,
    int cpus,
    Path kernel,
    Path initrd,
    List<String> kernelArguments,
    String tap,
    String mac,
    boolean wholeFrames,
    boolean incoming,
    String accelerator,
    Optional<Path> disk) {
  public VmLaunch {
    kernelArguments = List.copyOf(kernelArguments);
  }
}
