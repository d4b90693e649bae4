package dev.drover.cli.reproduce.scorelab;

import dev.drover.lab.Lab;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.net.Addresses;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The byte counters of the core switch's ports at one moment, as the kernel has them: frames with
 * their headers, without what the wire adds.
 *
 * @param nanos when, by this machine's own clock
 * @param ports by the node at the other end
 */
record CoreCounters(long nanos, SortedMap<String, Port> ports) {
  /** What a port has received from the node at its other end, and sent to it, in bytes. */
  record Port(long received, long sent) {
    private Port since(Port before) {
      return new Port(received - before.received, sent - before.sent);
    }
  }

  /**
   * What crossed the core's ports within some time, in bytes a second.
   *
   * @param links by rack: what its link to the core carried, both directions, probes too
   * @param vms what all racks' links carried together without the probes: what the clients' ports
   *     carried went over a rack's link too, frame by frame
   * @param probes what the clients' ports carried, both directions
   */
  record Rates(SortedMap<String, Double> links, double vms, double probes) {}

  static CoreCounters read(Lab lab) throws IOException, InterruptedException {
    List<String> command = List.of("ip", "-j", "-s", "link", "show");
    String said = NodeCommand.said(lab, ShippedLab.CORE, command);
    return new CoreCounters(System.nanoTime(), parse(lab.file(), said));
  }

  static SortedMap<String, Port> parse(LabFile file, String json) {
    SortedMap<String, Port> ports = new TreeMap<>();
    for (JsonNode link : JsonMapper.shared().readTree(json)) {
      for (String node : nodes(file)) {
        if (link.path("ifname").asString().equals(Addresses.port(node))) {
          JsonNode counters = link.path("stats64");
          ports.put(
              node,
              new Port(
                  counters.path("rx").path("bytes").asLong(),
                  counters.path("tx").path("bytes").asLong()));
        }
      }
    }
    if (ports.size() != nodes(file).size()) {
      throw new IllegalStateException("the core has no counters of some of its ports: " + ports);
    }
    return ports;
  }

  private static List<String> nodes(LabFile file) {
    return file.links().stream()
        .filter(link -> link.touches(ShippedLab.CORE))
        .map(link -> link.left().equals(ShippedLab.CORE) ? link.right() : link.left())
        .toList();
  }

  /** {@return what crossed the core since {@code before}} */
  Rates since(CoreCounters before, LabFile file) {
    double seconds = (nanos - before.nanos) / 1e9;
    SortedMap<String, Double> links = new TreeMap<>();
    double racks = 0;
    double probes = 0;
    for (String node : ports.keySet()) {
      Port crossed = port(node).since(before.port(node));
      double rate = (crossed.received + crossed.sent) / seconds;
      if (file.switches().contains(node)) {
        links.put(node, rate);
        racks += rate;
      } else {
        probes += rate;
      }
    }
    return new Rates(links, racks - probes, probes);
  }

  private Port port(String node) {
    Port port = ports.get(node);
    if (port == null) {
      throw new IllegalArgumentException("the core has no port to " + node);
    }
    return port;
  }
}
