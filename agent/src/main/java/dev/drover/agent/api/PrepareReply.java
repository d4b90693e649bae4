package dev.drover.agent.api;

import java.util.Optional;

/**
 * Where the destination listens for the migration, on the network that VMs use.
 *
 * @param disk where it listens for the VM's disk; empty when the VM has none
 */
public record PrepareReply(String address, int port, Optional<Disk> disk) {
  /** Where a disk is received. */
  public record Disk(String address, int port) {}

  /** Of a VM without a disk. */
  public PrepareReply(String address, int port) {
    this(address, port, Optional.empty());
  }
}
