package dev.drover.lab.net;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.Link;
import dev.drover.lab.file.LabFile.Router;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the routers of a lab are set up: a distributed anycast gateway, as EVPN's (notes/xia.md,
 * section 7). Every router answers for every domain's gateway, by one MAC towards all hosts, and by
 * proxy for every address that is not behind the same port; so a VM that comes from another router
 * finds its gateway and its neighbours by the MAC that it knows. What says where a host, VM or
 * client is, is its own route.
 */
public final class Routing {
  private final LabFile file;
  private final Addresses addresses;

  public Routing(LabFile file) {
    this.file = file;
    this.addresses = new Addresses(file);
  }

  /**
   * {@return the neighbour by which a router reaches each other one, on a shortest path, in the
   * order of the file}
   */
  public Map<String, String> nextHops(String router) {
    Map<String, String> first = new LinkedHashMap<>();
    Deque<String> next = new ArrayDeque<>(List.of(router));
    while (!next.isEmpty()) {
      String here = next.remove();
      for (String there : routersBeside(here)) {
        if (!there.equals(router) && !first.containsKey(there)) {
          first.put(there, first.getOrDefault(here, there));
          next.add(there);
        }
      }
    }
    return first;
  }

  /** {@return a router's own command lines of {@code ip}, once its ports are there} */
  List<String> commands(Router router) {
    List<String> lines = new ArrayList<>();
    // What a router says by itself comes from its own address, and that is the first.
    lines.add("addr add " + addresses.router(router.name()) + "/32 dev lo");
    for (Router each : file.routers()) {
      lines.add("addr add " + addresses.gateway(each.name()) + "/32 dev lo");
    }
    for (String other : neighbours(router.name())) {
      lines.add(
          "link set "
              + Addresses.port(other)
              + " address "
              + (isRouter(other)
                  ? addresses.portMac(router.name(), other)
                  : Addresses.GATEWAY_MAC));
    }
    return lines;
  }

  /** {@return the routes of a router, once its ports are up} */
  List<String> routes(Router router) {
    String name = router.name();
    String from = " src " + addresses.router(name);
    List<String> lines = new ArrayList<>();
    atPorts(name)
        .forEach((address, port) -> lines.add("route add " + address + "/32 dev " + port + from));
    nextHops(name)
        .forEach((other, hop) -> {
          String via =
              " via " + addresses.router(hop) + " dev " + Addresses.port(hop) + " onlink" + from;
          lines.add("route add " + addresses.subnet(other) + via);
          lines.add("route add " + addresses.router(other) + "/32" + via);
        });
    // Guests send everything to their gateway; the management network is none of their business.
    lines.add("rule add from " + Addresses.DATA + " to " + Addresses.MANAGED + " prohibit");
    return lines;
  }

  /** What hangs at a router for good, and behind which port; where VMs are its edge agent knows. */
  private Map<String, String> atPorts(String router) {
    Map<String, String> ports = new LinkedHashMap<>();
    for (String node : neighbours(router)) {
      if (file.clients().contains(node)) {
        ports.put(addresses.client(node), Addresses.port(node));
      } else if (!isRouter(node)) {
        ports.put(addresses.data(node), Addresses.port(node));
      }
    }
    return ports;
  }

  /** {@return shell commands that set up a router's kernel} */
  String settings(Router router) {
    List<String> all = neighbours(router.name()).stream().map(Addresses::port).toList();
    List<String> edge =
        neighbours(router.name()).stream()
            .filter(node -> !isRouter(node))
            .map(Addresses::port)
            .toList();
    return "cd /proc/sys/net/ipv4; echo 1 > ip_forward; echo 0 > conf/mgmt0/forwarding; "
        // What goes back out of the port that it came by is meant to.
        + each(
            "all default " + String.join(" ", all), "conf/$d/rp_filter", "conf/$d/send_redirects")
        // A proxy would else wait for up to 0.8 s, as it may not be the only one.
        + "for d in "
        + String.join(" ", edge)
        + "; do echo 1 > conf/$d/proxy_arp; echo 0 > neigh/$d/proxy_delay; done; "
        + linkLocal(all);
  }

  /** {@return shell commands that give a host, or client, its IPv6} */
  String settings(String node) {
    return linkLocal(List.of(file.clients().contains(node) ? "nic0" : "br0"));
  }

  /**
   * IPv6 of the link alone, usable at once: no other network is asked for addresses. The loopback
   * device has to take part for a node to speak to itself.
   */
  private static String linkLocal(List<String> devices) {
    return "cd /proc/sys/net/ipv6/conf; "
        + each(
            "lo " + String.join(" ", devices),
            "$d/accept_ra",
            "$d/accept_dad",
            "$d/dad_transmits",
            "$d/router_solicitations",
            "$d/disable_ipv6");
  }

  private static String each(String devices, String... files) {
    StringBuilder script = new StringBuilder("for d in " + devices + "; do ");
    Stream.of(files).forEach(each -> script.append("echo 0 > ").append(each).append("; "));
    return script + "done; ";
  }

  /** {@return the nodes that a router has a port to} */
  public List<String> neighbours(String router) {
    return file.links().stream()
        .filter(link -> link.touches(router))
        .map((Link link) -> link.other(router))
        .toList();
  }

  private List<String> routersBeside(String router) {
    return neighbours(router).stream().filter(this::isRouter).toList();
  }

  private boolean isRouter(String node) {
    return file.routers().stream().anyMatch(router -> router.name().equals(node));
  }
}
