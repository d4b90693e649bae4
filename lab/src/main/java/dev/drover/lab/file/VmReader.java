package dev.drover.lab.file;

import dev.drover.lab.file.LabFile.Disk;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.file.LabFile.Link;
import dev.drover.lab.file.Workload.Calculation;
import dev.drover.lab.file.Workload.Kind;
import dev.drover.lab.file.Workload.Load;
import dev.drover.lab.file.Workload.Load.What;
import dev.drover.lab.file.Workload.MemoryWriter;
import dev.drover.lab.file.Workload.Over;
import dev.drover.lab.file.Workload.Peer;
import dev.drover.lab.file.Workload.Requests;
import dev.drover.lab.file.Workload.Writes;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.yaml.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the VMs and what runs in them, once nodes and links are known. */
final class VmReader {
  private static final Bytes DEFAULT_PATTERN = Bytes.parse("16MiB");
  private static final Bytes SMALLEST_VM = Bytes.parse("128MiB");

  /** A guest without memory for its kernel and programs would not boot. */
  private static final Bytes GUEST_OVERHEAD = Bytes.parse("96MiB");

  /** And for a Java runtime, which is unpacked into memory. */
  private static final Bytes JAVA_OVERHEAD = Bytes.parse("256MiB");

  private static final String NOTHING_BESIDE = "none";

  private final Nodes nodes;
  private final List<Link> links;
  private final boolean xia;
  private final List<Wanted> peers = new ArrayList<>();
  private final Map<String, Bytes> used = new LinkedHashMap<>();

  /** Of a lab with these nodes and links, which speaks XIA or not. */
  VmReader(Nodes nodes, List<Link> links, boolean xia) {
    this.nodes = nodes;
    this.links = links;
    this.xia = xia;
  }

  List<GuestVm> read(Section lab) {
    List<GuestVm> vms = new ArrayList<>();
    for (Section section : lab.sections("vms", "vm")) {
      vms.add(vm(section, vms));
    }
    for (Wanted wanted : peers) {
      wanted.check(vms);
    }
    return vms;
  }

  private GuestVm vm(Section section, List<GuestVm> others) {
    String name = section.required("name", Words::name);
    if (others.stream().anyMatch(other -> other.name().equals(name))) {
      throw section.refuse("name", "'" + name + "' is used twice; give each VM its own name");
    }
    String hostName = section.text("host");
    Host host =
        nodes
            .host(hostName)
            .orElseThrow(
                () -> section.refuse("host", Words.unknown("host", hostName, nodes.hostNames())));
    if (nodes.clients().isEmpty()) {
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
    int cpus = section.optional("cpus", text -> Words.whole(text, 1, 16)).orElse(1);
    Priority priority = section.optional("priority", Priority::parse).orElse(Priority.MEDIUM);
    BitRate linkRate =
        links.stream().filter(link -> link.touches(hostName)).findFirst().orElseThrow().rate();
    Sla sla = sla(section, linkRate);
    Bytes pattern = section.optional("pattern", Bytes::parse).orElse(DEFAULT_PATTERN);
    Workload workload =
        section
            .section("workload", "workload of vm '" + name + "'")
            .map(each -> workload(each, name))
            .orElseGet(() ->
                new Workload(
                    Kind.IDLE,
                    nodes.clients().getFirst(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
    Bytes written = workload.writer().map(MemoryWriter::workingSet).orElse(Bytes.ZERO);
    Bytes overhead = workload.calculation().isPresent() ? JAVA_OVERHEAD : GUEST_OVERHEAD;
    if (written.plus(pattern).plus(overhead).compareTo(memory) > 0) {
      throw section.refuse(
          "memory",
          "pattern and working set need "
              + written.plus(pattern)
              + " beside the "
              + overhead
              + " of the guest itself, 'memory' is "
              + memory
              + "; raise it");
    }
    Optional<Disk> disk = section.section("disk", "disk of vm '" + name + "'").map(VmReader::disk);
    Bytes files = workload.load().map(Load::files).orElse(Bytes.ZERO);
    Bytes free = disk.map(Disk::free).orElse(Bytes.ZERO);
    if (files.compareTo(free) > 0) {
      throw section.refuse(
          "name",
          "'"
              + name
              + "' works on files, which take "
              + files
              + " of a 'disk', and it has "
              + free
              + " behind what is written to; give it a larger one");
    }
    section.end();
    return new GuestVm(name, hostName, memory, cpus, priority, sla, pattern, disk, workload);
  }

  private static Disk disk(Section section) {
    Bytes size = section.required("size", Bytes::parse);
    Bytes written = section.optional("written", Bytes::parse).orElse(Bytes.ZERO);
    Disk disk = section.checked("size", () -> new Disk(size, written));
    section.end();
    return disk;
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

  private Workload workload(Section section, String vm) {
    Kind kind = section.required("kind", Kind::parse);
    String client = section.optional("client").orElseGet(nodes.clients()::getFirst);
    if (!nodes.clients().contains(client)) {
      throw section.refuse("client", Words.unknown("client", client, nodes.clients()));
    }
    Optional<Calculation> calculation =
        kind == Kind.CALCULATION ? Optional.of(calculation(section)) : Optional.empty();
    Optional<Load> load = load(section, kind);
    boolean rated = kind == Kind.OUTGOING || kind == Kind.INCOMING || load.isPresent();
    Optional<BitRate> rate = rated ? section.optional("rate", BitRate::parse) : Optional.empty();
    if (rate.isPresent() && rate.get().bitsPerSecond() == 0) {
      throw section.refuse("rate", "'rate' is 0; remove it or use kind: idle");
    }
    Optional<Requests> requests =
        kind == Kind.REQUEST_RESPONSE ? Optional.of(requests(section)) : Optional.empty();
    List<Peer> to = kind == Kind.PEERS ? to(section, vm) : List.of();
    Optional<DirtyRate> dirtyRate = section.optional("dirtyRate", DirtyRate::parse);
    Optional<Bytes> workingSet = section.optional("workingSet", Bytes::parse);
    Writes writes = section.optional("writes", Writes::parse).orElse(Writes.STEADY);
    if (dirtyRate.isPresent() != workingSet.isPresent()) {
      throw section.refuse("kind", "'dirtyRate' and 'workingSet' go together; write both or none");
    }
    if (kind == Kind.WRITER && dirtyRate.isEmpty()) {
      throw section.refuse("kind", "a writer needs 'dirtyRate' and 'workingSet'; add them");
    }
    Optional<MemoryWriter> writer =
        dirtyRate.map(dirty ->
            section.checked(
                "dirtyRate", () -> new MemoryWriter(dirty, workingSet.orElseThrow(), writes)));
    section.end();
    return new Workload(kind, client, rate, requests, to, writer, calculation, load);
  }

  private Calculation calculation(Section section) {
    double perSecond = section.optional("asks", Words::decimal).orElse(Calculation.USUAL);
    Over over = section.optional("over", Over::parse).orElse(xia ? Over.XIA : Over.IP);
    if (over == Over.XIA && !xia) {
      throw section.refuse("over", "the lab does not speak XIA; add 'xia' to it, or use over: ip");
    }
    return section.checked("asks", () -> new Calculation(perSecond, over));
  }

  private static Optional<Load> load(Section section, Kind kind) {
    Optional<What> what =
        switch (kind) {
          case FILES -> Optional.of(What.FILES);
          case LOOPBACK -> Optional.of(What.LOOPBACK);
          case CALCULATION -> section.optional("beside", VmReader::beside).flatMap(each -> each);
          case OUTGOING, INCOMING, REQUEST_RESPONSE, PEERS, WRITER, IDLE -> Optional.empty();
        };
    int processes =
        what.equals(Optional.of(What.FILES))
            ? section
                .optional("processes", text -> Words.whole(text, 1, 64))
                .orElse(Load.USUAL_PROCESSES)
            : 0;
    return what.map(each -> new Load(each, processes));
  }

  private static Optional<What> beside(String text) {
    for (What what : What.values()) {
      if (what.toString().equals(text)) {
        return Optional.of(what);
      }
    }
    if (text.equals(NOTHING_BESIDE)) {
      return Optional.empty();
    }
    throw new IllegalArgumentException("'" + text + "' is not files, loopback or none");
  }

  /** Whom a VM sends to; that they are there can be said only when all VMs are read. */
  private List<Peer> to(Section workload, String vm) {
    List<Peer> to = new ArrayList<>();
    for (Section section : workload.sections("to", "peer of vm '" + vm + "'")) {
      String name = section.text("vm");
      if (name.equals(vm) || to.stream().anyMatch(other -> other.vm().equals(name))) {
        throw section.refuse(
            "vm", "'" + name + "' is the VM itself or named twice; name each other VM once");
      }
      BitRate rate = section.required("rate", BitRate::parse);
      to.add(section.checked("rate", () -> new Peer(name, rate)));
      peers.add(new Wanted(section, name));
      section.end();
    }
    return to;
  }

  /** A VM that another one sends to, and where that is written. */
  private record Wanted(Section section, String vm) {
    void check(List<GuestVm> vms) {
      List<String> receivers =
          vms.stream()
              .filter(other -> other.workload().kind() == Kind.PEERS)
              .map(GuestVm::name)
              .toList();
      if (!receivers.contains(vm)) {
        throw section.refuse("vm", Words.unknown("vm of kind 'peers'", vm, receivers));
      }
    }
  }

  private static Requests requests(Section section) {
    double perSecond = section.required("requests", Words::decimal);
    Bytes valueSize = section.optional("valueSize", Bytes::parse).orElse(Bytes.parse("4KiB"));
    double getRatio = section.optional("getRatio", Words::decimal).orElse(0.5);
    int connections = section.optional("connections", text -> Words.whole(text, 1, 256)).orElse(4);
    return section.checked(
        "requests", () -> new Requests(perSecond, valueSize, getRatio, connections));
  }
}
