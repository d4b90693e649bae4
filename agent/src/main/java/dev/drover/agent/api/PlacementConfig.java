package dev.drover.agent.api;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an agent has to know of the others to place VMs by their traffic (S-CORE, sections III-D to
 * III-F): hosts do not move, so that they are listed; VMs do, so that they are not.
 *
 * @param port TCP; what an agent sends to it at a VM's own address is caught by the VM's host
 * @param vms addresses of which every VM has one, such as {@code 10.77.1.0/24}
 * @param hosts all that have an agent, this one too, in an order that all have in common
 * @param rules how this host takes part; empty for the defaults
 */
public record PlacementConfig(
    int port, String vms, List<Host> hosts, Optional<PlacementSettings> rules) {
  /** A dotted quad. */
  private static final String ADDRESS = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";

  public PlacementConfig {
    hosts = List.copyOf(hosts);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not one from 1 to 65535");
    }
    if (!vms.matches(ADDRESS + "/[0-9]{1,2}")) {
      throw new IllegalArgumentException(
          "vms '" + vms + "' is not a range of addresses, such as 10.77.1.0/24");
    }
    Set<String> seen = new HashSet<>();
    for (Host host : hosts) {
      for (String own : List.of(host.name(), host.dataAddress())) {
        if (!seen.add(own)) {
          throw new IllegalArgumentException("host '" + own + "' is listed twice");
        }
      }
    }
  }

  /**
   * A host with an agent.
   *
   * @param agent URL of its agent
   * @param dataAddress its address on the network that VMs and migrations share
   * @param location where it stands, outermost first, such as pod and rack; the last one is what it
   *     is joined to
   */
  public record Host(String name, String agent, String dataAddress, List<String> location) {
    public Host {
      location = List.copyOf(location);
      if (location.isEmpty()) {
        throw new IllegalArgumentException("host '" + name + "' has no location; give its rack");
      }
      // It becomes part of packet filter rules.
      if (!dataAddress.matches(ADDRESS)) {
        throw new IllegalArgumentException(
            "dataAddress '" + dataAddress + "' is not an IPv4 address");
      }
    }

    /**
     * {@return how far up the tree packets between two hosts go: 0 on the same host, 1 in the same
     * rack, 2 below the same switch above, and so on}
     */
    public int levelTo(Host other) {
      if (name.equals(other.name)) {
        return 0;
      }
      int common = 0;
      int shorter = Math.min(location.size(), other.location.size());
      while (common < shorter && location.get(common).equals(other.location.get(common))) {
        common++;
      }
      return Math.max(location.size(), other.location.size()) - common + 1;
    }
  }

  /** {@return how this host takes part} */
  public PlacementSettings settings() {
    return rules.orElse(PlacementSettings.DEFAULT);
  }

  /** {@return the host so named} */
  public Optional<Host> host(String name) {
    return hosts.stream().filter(host -> host.name().equals(name)).findFirst();
  }
}
