package dev.drover.simulate.scenario.file;

import dev.drover.decide.routing.RouteDecision;
import dev.drover.decide.routing.RoutingView;
import dev.drover.decide.routing.StaticShortestPath;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.Durations;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.Topologies;
import dev.drover.yaml.Located;
import dev.drover.yaml.Near;
import dev.drover.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a network is made of: a known shape, or its nodes and links one by one. */
final class TopologyReader {
  private static final List<String> SHAPES =
      List.of("star", "dumbbell", "early-notification", "fat-tree", "explicit");
  private static final Buffer DEFAULT_BUFFER = new Buffer.Packets(100);

  private TopologyReader() {}

  static Topology read(Section section) {
    String shape = Words.oneOf(section, "shape", SHAPES);
    Topology topology =
        switch (shape) {
          case "star" -> {
            int hosts = section.required("hosts", Words::whole);
            Cable cable = cable(section);
            yield section.checked("hosts", () -> Topologies.star(hosts, cable));
          }
          case "dumbbell" -> {
            int pairs = section.required("pairs", Words::whole);
            Cable access = cableOf(section, "access");
            Cable middle = cableOf(section, "middle");
            yield section.checked("pairs", () -> Topologies.dumbbell(pairs, access, middle));
          }
          case "early-notification" -> Topologies.earlyNotification(cable(section));
          case "fat-tree" -> {
            int k = section.required("k", Words::whole);
            Cable cable = cable(section);
            yield section.checked("k", () -> Topologies.fatTree(k, cable));
          }
          default -> explicit(section);
        };
    section.end();
    return topology;
  }

  private static Topology explicit(Section section) {
    List<Node> nodes = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (Node.Kind kind : Node.Kind.values()) {
      String field = kind == Node.Kind.HOST ? "hosts" : "switches";
      for (Located.Text item : section.texts(field)) {
        String name = section.checked(field, () -> Words.name(item.value()));
        if (!names.add(name)) {
          throw section.refuse(field, "'" + name + "' is used twice; give each node its own name");
        }
        nodes.add(new Node(name, kind));
      }
    }
    List<Link> links = new ArrayList<>();
    Set<List<String>> pairs = new HashSet<>();
    for (Section item : section.sections("links", "link")) {
      Link link = link(item, names);
      if (!pairs.add(List.of(link.left(), link.right()))
          || pairs.contains(List.of(link.right(), link.left()))) {
        throw item.refuse(
            "ends", link.left() + " and " + link.right() + " are joined already; remove one link");
      }
      links.add(link);
    }
    Topology topology = section.checked("links", () -> new Topology(nodes, links));
    List<String> hosts = topology.hosts();
    if (hosts.size() < 2) {
      throw section.refuse("hosts", "a network has two hosts at least; add them under 'hosts'");
    }
    RoutingView view = RoutingView.idle(topology);
    for (String host : hosts.subList(1, hosts.size())) {
      if (new StaticShortestPath().route(view, hosts.getFirst(), host, 0)
          instanceof RouteDecision.Unreachable) {
        throw section.refuse(
            "links", "no way from '" + hosts.getFirst() + "' to '" + host + "'; add a link");
      }
    }
    return topology;
  }

  private static Link link(Section item, Set<String> names) {
    List<Located.Text> ends = item.texts("ends");
    if (ends.size() != 2) {
      throw item.refuse("ends", "'ends' needs two names; write ends: [h1, s1]");
    }
    for (Located.Text end : ends) {
      if (!names.contains(end.value())) {
        throw item.refuse(
            "ends",
            "end '" + end.value() + "' is unknown; " + Near.hint(end.value(), names, "correct it"));
      }
    }
    Cable cable = cable(item);
    Link link =
        item.checked("ends", () -> cable.between(ends.getFirst().value(), ends.getLast().value()));
    item.end();
    return link;
  }

  private static Cable cableOf(Section section, String field) {
    Section part =
        section
            .section(field, field)
            .orElseThrow(() ->
                section.refuse(
                    field, "'" + field + "' is missing; add it as {rate: 1Gbit/s, delay: 10us}"));
    Cable cable = cable(part);
    part.end();
    return cable;
  }

  private static Cable cable(Section section) {
    BitRate rate = section.required("rate", BitRate::parse);
    if (rate.bitsPerSecond() == 0) {
      throw section.refuse("rate", "'rate' is 0; raise it or remove the link");
    }
    return new Cable(
        rate,
        section.optional("delay", Durations::parse).orElse(Duration.ZERO),
        section.optional("buffer", TopologyReader::buffer).orElse(DEFAULT_BUFFER));
  }

  /** Reads {@code 100packets} or {@code 128KiB}. */
  private static Buffer buffer(String text) {
    if (text.matches("[0-9]{1,9} ?packets?")) {
      return new Buffer.Packets(Words.whole(text.replaceAll("[^0-9]", "")));
    }
    try {
      return new Buffer.Size(Bytes.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; or in packets, such as 100packets", e);
    }
  }
}
