package dev.drover.agent.api;

import java.util.Optional;

/**
 * Where the destination listens for the migration, on the network that VMs use.
 *
 * @param disk where it listens for the VM's disk; empty when the VM has none
 * @param domain that the destination is in, in XIA; empty when it speaks none
 */
public record PrepareReply(String address, int port, Optional<Disk> disk, Optional<String> domain) {
  /** Where a disk is received. */
  public record Disk(String address, int port) {}

  /** Of a host that speaks no XIA. */
  public PrepareReply(String address, int port, Optional<Disk> disk) {
    this(address, port, disk, Optional.empty());
  }

  /** Of a VM without a disk. */
  public PrepareReply(String address, int port) {
    this(address, port, Optional.empty());
  }

  /** {@return the same of a host in this domain} */
  public PrepareReply in(Optional<String> where) {
    return new PrepareReply(address, port, disk, where);
  }
}
