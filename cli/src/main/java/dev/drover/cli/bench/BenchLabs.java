package dev.drover.cli.bench;

import dev.drover.model.TrafficClass;
import java.util.List;

/**
 * The labs that are measured in. Links of 100 Mbit/s; neighbours send or receive 60 Mbit/s, so that
 * a link has room for the workloads but not for a migration beside them; the VMs that migrate send
 * or receive 20 Mbit/s and write to 16 MiB at 1 MiB/s. Twice that traffic saturates two cores that
 * emulate the guests, and then a guest's share of the processor is measured.
 */
final class BenchLabs {
  static final String NAME = "bench";

  /** Hosts of the matrix by their neighbours' traffic: two of each, so that a VM can go around. */
  static final List<String> INCOMING_HOSTS = List.of("a", "c");

  private static final String LINK = "rate: 100Mbit/s, buffer: 128KiB";
  private static final String MEMORY = "192MiB";

  private BenchLabs() {}

  /**
   * One VM that migrates, from {@code a}; hosts a and c have an incoming neighbour, b and d an
   * outgoing one.
   */
  static String matrix(TrafficClass vm) {
    StringBuilder yaml = network(List.of("a", "b", "c", "d"));
    yaml.append("vms:\n");
    for (String host : List.of("a", "b", "c", "d")) {
      TrafficClass neighbour =
          INCOMING_HOSTS.contains(host) ? TrafficClass.INCOMING : TrafficClass.OUTGOING;
      yaml.append(neighbour("neighbour-" + host, host, neighbour));
    }
    return yaml.append(migrant("vm", "a", vm)).toString();
  }

  /** Three VMs on {@code a}, a neighbour on {@code b}, which is where they go. */
  static String gang(TrafficClass vms, TrafficClass destination) {
    StringBuilder yaml = network(List.of("a", "b")).append("vms:\n");
    yaml.append(neighbour("neighbour-b", "b", destination));
    for (int i = 1; i <= 3; i++) {
      yaml.append(migrant("vm-" + i, "a", vms));
    }
    return yaml.toString();
  }

  /** Three idle VMs on {@code a}, nobody else anywhere. */
  static String idle() {
    StringBuilder yaml = network(List.of("a", "b")).append("vms:\n");
    for (int i = 1; i <= 3; i++) {
      yaml.append("  - {name: vm-" + i + ", host: a, memory: 256MiB, ")
          .append("workload: {kind: idle, client: c1}}\n");
    }
    return yaml.toString();
  }

  private static StringBuilder network(List<String> hosts) {
    StringBuilder yaml = new StringBuilder("name: " + NAME + "\nswitches: [s1]\nhosts:\n");
    hosts.forEach(host -> yaml.append("  - {name: ").append(host).append(", memory: 2GiB}\n"));
    yaml.append("clients:\n  - {name: c1}\n  - {name: c2}\nlinks:\n");
    hosts.forEach(host -> yaml.append("  - {ends: [" + host + ", s1], " + LINK + "}\n"));
    yaml.append("  - {ends: [c1, s1], rate: 1Gbit/s}\n");
    return yaml.append("  - {ends: [c2, s1], rate: 1Gbit/s}\n");
  }

  private static String neighbour(String name, String host, TrafficClass traffic) {
    return "  - {name: "
        + name
        + ", host: "
        + host
        + ", memory: "
        + MEMORY
        + ", workload: {kind: "
        + traffic
        + ", client: c1, rate: 60Mbit/s}}\n";
  }

  private static String migrant(String name, String host, TrafficClass traffic) {
    return "  - {name: "
        + name
        + ", host: "
        + host
        + ", memory: "
        + MEMORY
        + ", workload: {kind: "
        + traffic
        + ", client: c2, rate: 20Mbit/s, dirtyRate: 1MiB/s, workingSet: 16MiB}}\n";
  }
}
