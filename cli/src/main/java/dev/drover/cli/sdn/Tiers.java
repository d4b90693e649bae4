package dev.drover.cli.sdn;

import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.HostStatus;
import dev.drover.sdn.api.NetworkStatus.LinkStatus;
import dev.drover.sdn.api.NetworkStatus.SwitchStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * A network in tiers: switches that hosts hang at are the lowest, each other one is one above the
 * lowest that it has a link to. A switch from which no host can be reached is on top.
 */
record Tiers(List<List<SwitchStatus>> topFirst, Map<String, List<HostStatus>> hosts) {
  Tiers {
    topFirst = topFirst.stream().map(List::copyOf).toList();
    hosts = Map.copyOf(hosts);
  }

  static Tiers of(NetworkStatus network) {
    Map<String, List<HostStatus>> hosts = new HashMap<>();
    for (HostStatus host : network.hosts()) {
      hosts.computeIfAbsent(host.switchName(), _ -> new ArrayList<>()).add(host);
    }
    Map<String, Integer> heights = heights(network, hosts);
    int top = heights.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    boolean apart = network.switches().stream().anyMatch(s -> !heights.containsKey(s.name()));
    int tiers = top + 1 + (apart && !heights.isEmpty() ? 1 : 0);
    List<List<SwitchStatus>> topFirst = new ArrayList<>();
    for (int i = 0; i < tiers; i++) {
      topFirst.add(new ArrayList<>());
    }
    for (SwitchStatus each : network.switches()) {
      int height = heights.getOrDefault(each.name(), tiers - 1);
      topFirst.get(tiers - 1 - height).add(each);
    }
    return new Tiers(topFirst, hosts);
  }

  private static Map<String, Integer> heights(
      NetworkStatus network, Map<String, List<HostStatus>> hosts) {
    Map<String, List<String>> neighbours = new HashMap<>();
    for (LinkStatus link : network.links()) {
      neighbours.computeIfAbsent(link.left(), _ -> new ArrayList<>()).add(link.right());
      neighbours.computeIfAbsent(link.right(), _ -> new ArrayList<>()).add(link.left());
    }
    Map<String, Integer> heights = new HashMap<>();
    Queue<String> reached = new ArrayDeque<>();
    for (SwitchStatus each : network.switches()) {
      if (hosts.containsKey(each.name())) {
        heights.put(each.name(), 0);
        reached.add(each.name());
      }
    }
    for (String name = reached.poll(); name != null; name = reached.poll()) {
      int above = heights.getOrDefault(name, 0) + 1;
      for (String neighbour : neighbours.getOrDefault(name, List.of())) {
        if (heights.putIfAbsent(neighbour, above) == null) {
          reached.add(neighbour);
        }
      }
    }
    return heights;
  }

  /** {@return the hosts at a switch, in the order of the status} */
  List<HostStatus> at(SwitchStatus each) {
    return hosts.getOrDefault(each.name(), List.of());
  }
}
