package dev.drover.cli.reproduce.lab;

import dev.drover.lab.Lab;
import dev.drover.lab.LabStatus.HostState;

/**
 * The lab that is measured in: the paper's six-host fat tree at a fifth of its rate, which two
 * cores forward with something to spare. A client on switch s4 watches the VMs.
 */
final class FabricLab {
  static final String NAME = "e-n";

  /** Of every link, in Mbit/s; the paper has 500. */
  static final int RATE = 100;

  /**
   * Of every link where three VMs move at once, in Mbit/s: with guests at both ends two cores are
   * busy at 260 Mbit/s in all, and what is measured is them.
   */
  static final int MOVES_RATE = 50;

  /** Flows that end are forgotten sooner than the next case begins. */
  private static final String SDN = "period: 5s, idleTimeout: 5s";

  private FabricLab() {}

  /** {@return the lab without VMs} */
  static String empty(String routing) {
    return fabric(routing, RATE, "");
  }

  private static String fabric(String routing, int rate, String more) {
    return """
    name: %s
    sdn: {routing: %s, %s}
    mtu: 9000
    topology: {kind: fat-tree, rate: %dMbit/s, buffer: 256KiB%s}
    """
        .formatted(NAME, routing, SDN, rate, more);
  }

  /**
   * {@return the lab with a VM on each of h4, h5 and h6: idle, with 128 MiB to be sent beside what
   * its system uses, so that the transfer counts for more than its start and its end}
   */
  static String withThreeVms(String routing) {
    StringBuilder yaml = new StringBuilder(watched(routing, MOVES_RATE));
    for (int i = 1; i <= 3; i++) {
      yaml.append(
              "  - {name: vm-%d, host: h%d, memory: 384MiB, pattern: 128MiB, ".formatted(i, i + 3))
          .append("workload: {kind: idle, client: c1}}\n");
    }
    return yaml.toString();
  }

  /**
   * {@return the lab with a VM on h4 that writes to 32 MiB, all pages alike, 1000 pages a second:
   * as the link, a fifth of the paper's lower rate}
   */
  static String withWriter(String routing) {
    return watched(routing, RATE)
        + "  - {name: vm, host: h4, memory: 192MiB, pattern: 8MiB, workload: "
        + "{kind: writer, client: c1, dirtyRate: 4MB/s, workingSet: 32MiB}}\n";
  }

  private static String watched(String routing, int rate) {
    return fabric(routing, rate, ", memory: 1GiB")
        + """
        clients:
          - {name: c1}
        links:
          - {ends: [c1, s4], rate: 1Gbit/s}
        vms:
        """;
  }

  /** {@return a host's address in the fabric} */
  static String address(Lab lab, String host) {
    return lab.status().hosts().stream()
        .filter(each -> each.name().equals(host))
        .map(HostState::address)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the lab has no host " + host));
  }
}
