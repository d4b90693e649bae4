package dev.drover.simulate.evacuation;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Hosts, VMs and the network between them, before an evacuation.
 *
 * @param hosts those that run VMs; each has one link, its NIC
 */
public record Scene(Topology topology, List<HostSpec> hosts, List<GuestSpec> guests) {
  public Scene {
    hosts = List.copyOf(hosts);
    guests = List.copyOf(guests);
    TreeSet<String> names = new TreeSet<>();
    for (HostSpec host : hosts) {
      names.add(host.name());
      nic(topology, host.name());
    }
    TreeSet<String> vms = new TreeSet<>();
    for (GuestSpec guest : guests) {
      if (!names.contains(guest.host())) {
        throw new IllegalArgumentException(
            "vm " + guest.name() + " is on unknown host " + guest.host());
      }
      if (topology.node(guest.traffic().client()).isEmpty()) {
        throw new IllegalArgumentException(
            "vm " + guest.name() + " has unknown client " + guest.traffic().client());
      }
      if (!vms.add(guest.name())) {
        throw new IllegalArgumentException("vm " + guest.name() + " is there twice");
      }
    }
  }

  /** {@return the same with {@code vm} on another host} */
  public Scene withGuestOn(String vm, String host) {
    return new Scene(
        topology,
        hosts,
        guests.stream().map(each -> each.name().equals(vm) ? each.on(host) : each).toList());
  }

  /** {@return the only link of {@code host}} */
  public Link nic(String host) {
    return nic(topology, host);
  }

  private static Link nic(Topology topology, String host) {
    List<Link> links =
        topology.links().stream()
            .filter(link -> link.left().equals(host) || link.right().equals(host))
            .toList();
    if (links.size() != 1) {
      throw new IllegalArgumentException(
          "host " + host + " must have one link, its NIC, not " + links.size());
    }
    return links.getFirst();
  }

  /** {@return the shortest way between two hosts; of equal ones the first in the topology} */
  public Route route(String from, String to) {
    Map<String, String> before = new TreeMap<>();
    Deque<String> reached = new ArrayDeque<>(List.of(from));
    while (!reached.isEmpty() && !before.containsKey(to)) {
      String node = reached.removeFirst();
      for (Link link : topology.links()) {
        String next =
            link.left().equals(node) ? link.right() : link.right().equals(node) ? link.left() : "";
        if (!next.isEmpty() && !next.equals(from) && before.putIfAbsent(next, node) == null) {
          reached.addLast(next);
        }
      }
    }
    if (!before.containsKey(to)) {
      throw new IllegalArgumentException("there is no way from " + from + " to " + to);
    }
    List<String> nodes = new ArrayList<>(List.of(to));
    while (!nodes.getFirst().equals(from)) {
      nodes.addFirst(String.valueOf(before.get(nodes.getFirst())));
    }
    return new Route(nodes);
  }
}
