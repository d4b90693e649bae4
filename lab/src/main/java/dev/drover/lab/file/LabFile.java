package dev.drover.lab.file;

import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.yaml.Located;
import dev.drover.yaml.YamlException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A lab as its file describes it, checked: every name is known and used once, every host and client
 * has one link, the switches are joined (in a tree, unless they are told by a controller what to
 * do), and no host promises more memory than it has. It has switches or routers, not both.
 *
 * @param name tells labs on one machine apart
 * @param sdn present when the switches are Open vSwitch under Drover's controller
 * @param placement present when VMs are placed by their traffic
 * @param xia present when the nodes speak XIA; only where there are routers
 * @param probing how often a client probes each of its VMs
 * @param mtu of every link, in bytes
 * @param text the file as it was written
 */
public record LabFile(
    String name,
    List<String> switches,
    List<Router> routers,
    List<Host> hosts,
    List<String> clients,
    List<Link> links,
    List<GuestVm> vms,
    Optional<Sdn> sdn,
    Optional<Placement> placement,
    Optional<Xia> xia,
    Duration probing,
    int mtu,
    String text) {
  public LabFile {
    switches = List.copyOf(switches);
    routers = List.copyOf(routers);
    hosts = List.copyOf(hosts);
    clients = List.copyOf(clients);
    links = List.copyOf(links);
    vms = List.copyOf(vms);
  }

  /** A host with {@code memory} for VMs; without any it has no agent either. */
  public record Host(String name, Bytes memory) {
    public boolean runsVms() {
      return memory.compareTo(Bytes.ZERO) > 0;
    }
  }

  /** The one router of a domain: an IPv4 subnet with the hosts, VMs and clients in it. */
  public record Router(String name, String domain) {}

  /**
   * A cable between two nodes, at least one of them a switch or router.
   *
   * @param rate capacity each way
   * @param buffer how much each end may queue
   */
  public record Link(String left, String right, BitRate rate, Bytes buffer) {
    public boolean touches(String node) {
      return left.equals(node) || right.equals(node);
    }

    /** {@return the end that is not {@code node}} */
    public String other(String node) {
      return left.equals(node) ? right : left;
    }
  }

  /**
   * A VM and the host that it starts on.
   *
   * @param pattern how much memory carries the pattern that can be verified after a migration
   * @param disk its virtual disk, if it has one
   */
  public record GuestVm(
      String name,
      String host,
      Bytes memory,
      int cpus,
      Priority priority,
      Sla sla,
      Bytes pattern,
      Optional<Disk> disk,
      Workload workload) {}

  /**
   * A VM's virtual disk.
   *
   * @param written how much of it, from its beginning, holds content that cannot be compressed when
   *     the lab comes up, the same each time; the rest is holes
   */
  public record Disk(Bytes size, Bytes written) {
    /** What the guest writes without pause, behind what was written before it was started. */
    public static final Bytes LIVE = Bytes.ofMebibytes(8);

    private static final int BLOCK = 4096;

    public Disk {
      if (size.count() % BLOCK != 0 || written.count() % BLOCK != 0) {
        throw new IllegalArgumentException("'size' and 'written' must be multiples of 4KiB");
      }
      if (written.plus(LIVE).compareTo(size) > 0) {
        throw new IllegalArgumentException(
            "'written' leaves less than %s of the 'size' of %s, which the guest writes; lower it"
                .formatted(LIVE, size));
      }
    }

    /** {@return what is behind all that is written to} */
    Bytes free() {
      return Bytes.of(size.count() - written.count() - LIVE.count());
    }
  }

  /**
   * Reads and checks a lab file.
   *
   * @throws YamlException naming file and line
   */
  public static LabFile read(Path file) {
    return parse(Located.text(file, "lab"), file.toString());
  }

  /**
   * Reads and checks a lab description.
   *
   * @param origin stands for the file's name in errors
   */
  public static LabFile parse(String text, String origin) {
    return new LabFileReader(origin).read(text);
  }

  /** {@return the hosts that run VMs and so have an agent} */
  public List<Host> hostsWithAgents() {
    return hosts.stream().filter(Host::runsVms).toList();
  }

  /** {@return the links that join two switches} */
  public List<Link> linksOfSwitches() {
    return links.stream()
        .filter(link -> switches.contains(link.left()) && switches.contains(link.right()))
        .toList();
  }

  /** {@return the link between two nodes, whichever was named first} */
  public Optional<Link> link(String one, String other) {
    return links.stream().filter(link -> link.touches(one) && link.touches(other)).findFirst();
  }

  /** {@return the only link of a host or client} */
  public Link linkOf(String node) {
    return links.stream().filter(link -> link.touches(node)).findFirst().orElseThrow();
  }

  /** {@return the router that a host or client hangs at; empty in a lab without routers} */
  public Optional<Router> routerOf(String node) {
    return routers.stream().filter(router -> linkOf(node).touches(router.name())).findFirst();
  }

  /** {@return the VM so named} */
  public GuestVm vm(String name) {
    return vms.stream()
        .filter(vm -> vm.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "lab " + this.name + " has no VM '" + name + "'; it has " + vmNames()));
  }

  private String vmNames() {
    return vms.isEmpty() ? "none" : String.join(", ", vms.stream().map(GuestVm::name).toList());
  }
}
