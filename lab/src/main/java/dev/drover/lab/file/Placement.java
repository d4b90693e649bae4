package dev.drover.lab.file;

/**
 * A lab whose VMs are placed by their traffic (S-CORE): hosts with memory run an Open vSwitch for
 * their VMs, and agents know of one another.
 *
 * @param port TCP; what an agent sends to it at a VM's address its host catches
 */
public record Placement(int port) {
  public static final int DEFAULT_PORT = 7470;
}
