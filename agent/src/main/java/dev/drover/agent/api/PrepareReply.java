package dev.drover.agent.api;

import java.util.Optional;

/**
 * Where the destination listens for the migration, on the network that VMs use.
 *
 * @param address of the host, or its address in XIA when the migration goes by that
 * @param port zero when the address says all
 * @param disk where it listens for the VM's disk; empty when the VM has none
 * @param domain that the destination is in, in XIA, and its host identifier; empty when it speaks
 *     none
 * @param token that the source must show there; empty when it need not
 */
public record PrepareReply(
    String address,
    int port,
    Optional<Disk> disk,
    Optional<String> domain,
    Optional<String> token) {
  /**
   * Where a disk is received.
   *
   * @param token as that of the memory
   */
  public record Disk(String address, int port, Optional<String> token) {}

  /** Of a host that speaks no XIA. */
  public PrepareReply(String address, int port, Optional<Disk> disk) {
    this(address, port, disk, Optional.empty(), Optional.empty());
  }

  /** Of a VM without a disk. */
  public PrepareReply(String address, int port) {
    this(address, port, Optional.empty());
  }

  /** {@return the same of a host in this domain} */
  public PrepareReply in(Optional<String> where) {
    return new PrepareReply(address, port, disk, where, token);
  }

  /** {@return the same where the source must show this} */
  public PrepareReply asking(Optional<String> secret) {
    return new PrepareReply(address, port, disk, domain, secret);
  }

  /** {@return nothing of the token} */
  @Override
  public String toString() {
    return "%s:%d%s".formatted(address, port, disk.isPresent() ? " with a disk" : "");
  }
}
