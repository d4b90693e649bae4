package dev.drover.cli.reproduce.scorelab;

import java.util.List;

/**
 * The lab that is measured in: two hosts and a client on a switch, and a VM with little memory that
 * writes now more, now less.
 */
final class BusyLab {
  static final String NAME = "busy-link";
  static final String VM = "vm";
  static final String FIRST = "h1";
  static final String SECOND = "h2";

  /** Of the hosts' links, in Mbit/s: a fifth of the paper's. */
  static final int RATE = 200;

  /** What a queue holds at either end of a host's link. */
  static final String BUFFER = "128KiB";

  /** How often the client probes the VM, in milliseconds, as in the paper. */
  static final int PROBING_MS = 1;

  private BusyLab() {}

  /**
   * {@return the address that a host has for the background} Drover takes all packets of a host's
   * own address for migrations; those of this one are to it as tenants' are.
   */
  static String background(String host) {
    return host.equals(FIRST) ? "10.77.3.1" : "10.77.3.2";
  }

  /** {@return the command that gives a host that address} */
  static List<String> addBackground(String host) {
    return List.of("ip", "address", "replace", background(host) + "/16", "dev", "br0");
  }

  static String yaml() {
    return """
    name: %s
    probing: %dms
    switches: [s1]
    hosts: [{name: %s, memory: 1GiB}, {name: %s, memory: 1GiB}]
    clients: [{name: c1}]
    links:
      - {ends: [%s, s1], rate: %dMbit/s, buffer: %s}
      - {ends: [%s, s1], rate: %dMbit/s, buffer: %s}
      - {ends: [c1, s1], rate: 1Gbit/s}
    vms:
      - {name: %s, host: %s, memory: 128MiB, pattern: 8MiB, priority: high, workload: {kind: idle, client: c1, dirtyRate: 3MiB/s, workingSet: 12MiB, writes: intermittent}}
    """
        .formatted(
            NAME, PROBING_MS, FIRST, SECOND, FIRST, RATE, BUFFER, SECOND, RATE, BUFFER, VM, FIRST);
  }
}
