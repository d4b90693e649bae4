package dev.drover.lab.file;

import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.file.LabFile.Link;
import dev.drover.lab.file.Workload.Kind;
import dev.drover.lab.file.Workload.MemoryWriter;
import dev.drover.lab.file.Workload.Requests;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.yaml.Located;
import dev.drover.yaml.Place;
import dev.drover.yaml.Section;
import dev.drover.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one lab file from top to bottom, checking each name against those before it. */
final class LabFileReader {
  /** What one /24 of the lab's address plan holds, with room left for special addresses. */
  private static final int MOST_OF_A_KIND = 200;

  private static final Bytes DEFAULT_BUFFER = Bytes.parse("256KiB");
  private static final Bytes DEFAULT_PATTERN = Bytes.parse("16MiB");
  private static final Bytes SMALLEST_VM = Bytes.parse("128MiB");

  /** A guest without memory for its kernel and programs would not boot. */
  private static final Bytes GUEST_OVERHEAD = Bytes.parse("96MiB");

  private final String origin;
  private final Map<String, String> kinds = new LinkedHashMap<>();
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final List<String> switches = new ArrayList<>();
  private final List<String> clients = new ArrayList<>();

  LabFileReader(String origin) {
    this.origin = origin;
  }

  LabFile read(String text) {
    Section lab = new Section("lab", Located.parse(text, origin, "lab"));
    String name = lab.required("name", LabFileReader::name);
    for (Located.Text item : lab.texts("switches")) {
      switches.add(declare("switch", item.value(), item.place()));
    }
    for (Section section : lab.sections("hosts", "host")) {
      String host = declare("host", section.text("name"), section.place("name"));
      hosts.put(host, new Host(host, section.required("memory", Bytes::parse)));
      section.end();
    }
    for (Section section : lab.sections("clients", "client")) {
      clients.add(declare("client", section.text("name"), section.place("name")));
      section.end();
    }
    if (hosts.isEmpty()) {
      throw lab.refuse("hosts", "it has no hosts; add at least one under 'hosts'");
    }
    List<Link> links = links(lab);
    List<GuestVm> vms = new ArrayList<>();
    Map<String, Bytes> used = new LinkedHashMap<>();
    for (Section section : lab.sections("vms", "vm")) {
      vms.add(vm(section, vms, links, used));
    }
    lab.end();
    for (List<?> each : List.of(switches, clients, vms, List.copyOf(hosts.keySet()))) {
      if (each.size() > MOST_OF_A_KIND) {
        throw lab.refuse("name", "more than " + MOST_OF_A_KIND + " of a kind; make it smaller");
      }
    }
    return new LabFile(name, switches, List.copyOf(hosts.values()), clients, links, vms, text);
  }

  private List<Link> links(Section lab) {
    List<Link> links = new ArrayList<>();
    Trees trees = new Trees(switches);
    for (Section section : lab.sections("links", "link")) {
      List<Located.Text> ends = section.texts("ends");
      if (ends.size() != 2) {
        throw section.refuse("ends", "'ends' needs two names; write ends: [h1, s1]");
      }
      for (Located.Text end : ends) {
        if (!kinds.containsKey(end.value())) {
          throw section.refuse("ends", unknown("end", end.value(), List.copyOf(kinds.keySet())));
        }
        if (!switches.contains(end.value())
            && links.stream().anyMatch(link -> link.touches(end.value()))) {
          throw section.refuse(
              "ends", "'" + end.value() + "' has a link already; a host or client has exactly one");
        }
      }
      String left = ends.getFirst().value();
      String right = ends.getLast().value();
      if (!switches.contains(left) && !switches.contains(right)) {
        throw section.refuse(
            "ends", "neither '" + left + "' nor '" + right + "' is a switch; put one between them");
      }
      if (switches.contains(left) && switches.contains(right) && !trees.join(left, right)) {
        throw section.refuse(
            "ends", "'" + left + "' and '" + right + "' are joined already; remove the loop");
      }
      BitRate rate = section.required("rate", BitRate::parse);
      if (rate.bitsPerSecond() < 1_000_000) {
        throw section.refuse("rate", "'rate' is below 1Mbit/s; a guest cannot boot over less");
      }
      Bytes buffer = section.optional("buffer", Bytes::parse).orElse(DEFAULT_BUFFER);
      if (buffer.count() < 16 * 1024) {
        throw section.refuse("buffer", "'buffer' is below 16KiB; a segment would not fit");
      }
      links.add(new Link(left, right, rate, buffer));
      section.end();
    }
    kinds.forEach((node, kind) -> {
      if (!kind.equals("switch") && links.stream().noneMatch(link -> link.touches(node))) {
        throw lab.refuse("links", kind + " '" + node + "' has no link; add one under 'links'");
      }
    });
    trees
        .apart()
        .ifPresent(node -> {
          throw lab.refuse(
              "links", "switch '" + node + "' is not joined to the others; add a link");
        });
    return links;
  }

  private GuestVm vm(
      Section section, List<GuestVm> others, List<Link> links, Map<String, Bytes> used) {
    String name = section.required("name", LabFileReader::name);
    if (others.stream().anyMatch(other -> other.name().equals(name))) {
      throw section.refuse("name", "'" + name + "' is used twice; give each VM its own name");
    }
    String hostName = section.text("host");
    Host host = hosts.get(hostName);
    if (host == null) {
      throw section.refuse("host", unknown("host", hostName, List.copyOf(hosts.keySet())));
    }
    if (clients.isEmpty()) {
      throw section.refuse("name", "'" + name + "' needs a client to probe it; add one");
    }
    Bytes memory = section.required("memory", Bytes::parse);
    if (memory.compareTo(SMALLEST_VM) < 0) {
      throw section.refuse("memory", "'memory' is below " + SMALLEST_VM + "; the guest needs it");
    }
    Bytes total = used.merge(hostName, memory, Bytes::plus);
    if (total.compareTo(host.memory()) > 0) {
      throw section.refuse(
          "memory",
          "VMs of host '"
              + hostName
              + "' need "
              + total
              + " but it has "
              + host.memory()
              + "; give it more or move '"
              + name
              + "'");
    }
    int cpus = section.optional("cpus", text -> whole(text, 1, 16)).orElse(1);
    Priority priority = section.optional("priority", Priority::parse).orElse(Priority.MEDIUM);
    BitRate linkRate =
        links.stream().filter(link -> link.touches(hostName)).findFirst().orElseThrow().rate();
    Sla sla = sla(section, linkRate);
    Bytes pattern = section.optional("pattern", Bytes::parse).orElse(DEFAULT_PATTERN);
    Workload workload =
        section
            .section("workload", "workload of vm '" + name + "'")
            .map(this::workload)
            .orElseGet(() ->
                new Workload(
                    Kind.IDLE,
                    clients.getFirst(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
    Bytes written = workload.writer().map(MemoryWriter::workingSet).orElse(Bytes.ZERO);
    if (written.plus(pattern).plus(GUEST_OVERHEAD).compareTo(memory) > 0) {
      throw section.refuse(
          "memory",
          "pattern and working set need "
              + written.plus(pattern)
              + " beside the "
              + GUEST_OVERHEAD
              + " of the guest itself, 'memory' is "
              + memory
              + "; raise it");
    }
    section.end();
    return new GuestVm(name, hostName, memory, cpus, priority, sla, pattern, workload);
  }

  private static Sla sla(Section vm, BitRate linkRate) {
    return vm.section("sla", "sla of vm '" + vm.text("name") + "'")
        .map(section -> {
          BitRate lower = section.optional("lower", BitRate::parse).orElse(BitRate.ZERO);
          BitRate upper = section.optional("upper", BitRate::parse).orElse(linkRate);
          Sla sla = section.checked("lower", () -> new Sla(lower, upper));
          if (lower.compareTo(linkRate) > 0) {
            throw section.refuse(
                "lower", "'lower' is above the host's link of " + linkRate + "; lower it");
          }
          section.end();
          return sla;
        })
        .orElseGet(() -> new Sla(BitRate.ZERO, linkRate));
  }

  private Workload workload(Section section) {
    Kind kind = section.required("kind", Kind::parse);
    String client = section.optional("client").orElseGet(clients::getFirst);
    if (!clients.contains(client)) {
      throw section.refuse("client", unknown("client", client, clients));
    }
    boolean bulk = kind == Kind.OUTGOING || kind == Kind.INCOMING;
    Optional<BitRate> rate = bulk ? section.optional("rate", BitRate::parse) : Optional.empty();
    if (rate.isPresent() && rate.get().bitsPerSecond() == 0) {
      throw section.refuse("rate", "'rate' is 0; remove it or use kind: idle");
    }
    Optional<Requests> requests =
        kind == Kind.REQUEST_RESPONSE ? Optional.of(requests(section)) : Optional.empty();
    Optional<DirtyRate> dirtyRate = section.optional("dirtyRate", DirtyRate::parse);
    Optional<Bytes> workingSet = section.optional("workingSet", Bytes::parse);
    if (dirtyRate.isPresent() != workingSet.isPresent()) {
      throw section.refuse("kind", "'dirtyRate' and 'workingSet' go together; write both or none");
    }
    if (kind == Kind.WRITER && dirtyRate.isEmpty()) {
      throw section.refuse("kind", "a writer needs 'dirtyRate' and 'workingSet'; add them");
    }
    Optional<MemoryWriter> writer =
        dirtyRate.map(dirty ->
            section.checked("dirtyRate", () -> new MemoryWriter(dirty, workingSet.orElseThrow())));
    section.end();
    return new Workload(kind, client, rate, requests, writer);
  }

  private static Requests requests(Section section) {
    double perSecond = section.required("requests", LabFileReader::decimal);
    Bytes valueSize = section.optional("valueSize", Bytes::parse).orElse(Bytes.parse("4KiB"));
    double getRatio = section.optional("getRatio", LabFileReader::decimal).orElse(0.5);
    int connections = section.optional("connections", text -> whole(text, 1, 256)).orElse(4);
    return section.checked(
        "requests", () -> new Requests(perSecond, valueSize, getRatio, connections));
  }

  private String declare(String kind, String text, Place place) {
    try {
      String name = name(text);
      if (name.equals("ctl") || name.equals("mgmt")) {
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

  private static String name(String text) {
    if (!text.matches("[a-z0-9][a-z0-9-]{0,11}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a name; use 1 to 12 of a-z, 0-9 and '-', not '-' first");
    }
    return text;
  }

  private static int whole(String text, int least, int most) {
    if (!text.matches("[0-9]{1,6}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a whole number from " + least + " to " + most);
    }
    return Integer.parseInt(text);
  }

  private static double decimal(String text) {
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
      throw new IllegalArgumentException("'" + text + "' is not a number such as 250 or 0.5");
    }
    return Double.parseDouble(text);
  }

  private static String unknown(String what, String name, List<String> known) {
    return what
        + " '"
        + name
        + "' is unknown; use one of "
        + (known.isEmpty() ? "none (there is none)" : String.join(", ", known));
  }
}
