package dev.drover.lab;

import static dev.drover.lab.LabDirectory.ordered;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.net.Routing;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the edge agents of a lab's routers are told: their hosts, and how to reach each other. */
final class EdgeConfigs {
  private final LabFile file;
  private final Keys keys;
  private final Addresses addresses;
  private final Routing routing;

  EdgeConfigs(LabFile file, Keys keys) {
    this.file = file;
    this.keys = keys;
    this.addresses = new Addresses(file);
    this.routing = new Routing(file);
  }

  static String url(Addresses addresses, String router) {
    return "https://" + addresses.managementOfRouter(router) + ":" + Addresses.EDGE_PORT;
  }

  Map<String, Object> of(String router, Path directory) {
    List<String> neighbours = routing.neighbours(router);
    Map<String, Object> ports = new LinkedHashMap<>();
    for (Host host : file.hostsWithAgents()) {
      if (neighbours.contains(host.name())) {
        ports.put(host.name(), Addresses.port(host.name()));
      }
    }
    List<Map<String, Object>> peers =
        routing.nextHops(router).entrySet().stream()
            .map(hop ->
                ordered(
                    "router",
                    hop.getKey(),
                    "agent",
                    url(addresses, hop.getKey()),
                    "via",
                    addresses.router(hop.getValue()),
                    "device",
                    Addresses.port(hop.getValue())))
            .toList();
    return ordered(
        "router",
        router,
        "directory",
        directory.toString(),
        "listen",
        addresses.managementOfRouter(router) + ":" + Addresses.EDGE_PORT,
        "address",
        addresses.router(router),
        "ports",
        ports,
        "peers",
        peers,
        "tls",
        LabDirectory.tls(keys, router));
  }
}
