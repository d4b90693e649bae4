package dev.drover.lab.file;

import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.file.LabFile.Router;
import dev.drover.model.unit.Bytes;
import dev.drover.yaml.Located;
import dev.drover.yaml.Place;
import dev.drover.yaml.Section;
import dev.drover.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The nodes of a lab file so far; every name is used once. */
final class Nodes {
  /** Namespaces and key files of the lab's own. */
  private static final Set<String> TAKEN = Set.of("ctl", "mgmt", "ca", "trust");

  private final Map<String, String> kinds = new LinkedHashMap<>();
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final List<String> switches = new ArrayList<>();
  private final List<Router> routers = new ArrayList<>();
  private final List<String> clients = new ArrayList<>();

  /** Adds the nodes that are written one by one. */
  void read(Section lab) {
    for (Located.Text item : lab.texts("switches")) {
      addSwitch(item.value(), item.place());
    }
    for (Section section : lab.sections("routers", "router")) {
      addRouter(section);
    }
    for (Section section : lab.sections("hosts", "host")) {
      addHost(
          section.text("name"),
          section.optional("memory", Bytes::parse).orElse(Bytes.ZERO),
          section.place("name"));
      section.end();
    }
    for (Section section : lab.sections("clients", "client")) {
      clients.add(declare("client", section.text("name"), section.place("name")));
      section.end();
    }
  }

  void addSwitch(String name, Place place) {
    switches.add(declare("switch", name, place));
  }

  void addHost(String name, Bytes memory, Place place) {
    hosts.put(declare("host", name, place), new Host(name, memory));
  }

  private void addRouter(Section section) {
    String name = declare("router", section.text("name"), section.place("name"));
    String domain = section.required("domain", Words::name);
    for (Router other : routers) {
      if (other.domain().equals(domain)) {
        throw section.refuse(
            "domain",
            "domain '" + domain + "' has router '" + other.name() + "'; a domain has one router");
      }
    }
    routers.add(new Router(name, domain));
    section.end();
  }

  boolean isSwitch(String name) {
    return switches.contains(name);
  }

  boolean isRouter(String name) {
    return routers.stream().anyMatch(router -> router.name().equals(name));
  }

  /** {@return whether links may meet there} */
  boolean forwards(String name) {
    return isSwitch(name) || isRouter(name);
  }

  Optional<Host> host(String name) {
    return Optional.ofNullable(hosts.get(name));
  }

  /** {@return what each node is, in the order of the file} */
  Map<String, String> kinds() {
    return kinds;
  }

  List<Host> hosts() {
    return List.copyOf(hosts.values());
  }

  List<String> hostNames() {
    return List.copyOf(hosts.keySet());
  }

  List<String> switches() {
    return switches;
  }

  List<Router> routers() {
    return routers;
  }

  List<String> clients() {
    return clients;
  }

  private String declare(String kind, String text, Place place) {
    try {
      String name = Words.name(text);
      if (TAKEN.contains(name)) {
        throw new IllegalArgumentException("'" + name + "' is taken by the lab; choose another");
      }
      String earlier = kinds.putIfAbsent(name, kind);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "'" + name + "' is already a " + earlier + "; give each node its own name");
      }
      return name;
    } catch (IllegalArgumentException e) {
      throw new YamlException(place, kind + ": " + e.getMessage());
    }
  }
}
