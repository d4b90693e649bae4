package dev.drover.lab.file;

import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.LabFile.Link;
import dev.drover.model.unit.Durations;
import dev.drover.yaml.Located;
import dev.drover.yaml.Section;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads one lab file from top to bottom, checking each name against those before it. */
final class LabFileReader {
  /** What one /24 of the lab's address plan holds, with room left for special addresses. */
  private static final int MOST_OF_A_KIND = 200;

  /** Where a domain's hosts, VMs and clients share one /24. */
  private static final int MOST_WITH_ROUTERS = 50;

  /** Ethernet's, and what every path of a lab carries at the most: jumbo frames. */
  private static final int DEFAULT_MTU = 1500;

  private static final int MOST_MTU = 9000;

  /** Downtime as a client sees it is measured no finer. */
  private static final Duration DEFAULT_PROBING = Duration.ofMillis(10);

  private final String origin;

  LabFileReader(String origin) {
    this.origin = origin;
  }

  private static Duration probing(String text) {
    Duration probing = Durations.parse(text);
    if (probing.compareTo(Duration.ofMillis(1)) < 0
        || probing.compareTo(Duration.ofSeconds(1)) > 0
        || probing.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException("it must be whole milliseconds from 1ms to 1s");
    }
    return probing;
  }

  /** Whatever stands on frames that switches pass on has no meaning between subnets. */
  private static void refuseWhatGoesNotWithRouters(
      Section lab, Nodes nodes, boolean sdn, boolean placement) {
    if (nodes.routers().isEmpty()) {
      return;
    }
    if (!nodes.switches().isEmpty()) {
      throw lab.refuse("routers", "a lab has switches or routers, not both; remove one kind");
    }
    if (sdn || placement) {
      throw lab.refuse(
          "routers", "'" + (sdn ? "sdn" : "placement") + "' needs switches; remove it");
    }
  }

  LabFile read(String text) {
    Section lab = new Section("lab", Located.parse(text, origin, "lab"));
    String name = lab.required("name", Words::name);
    Optional<Sdn> sdn = lab.section("sdn", "sdn").map(SdnReader::read);
    Optional<Placement> placement =
        lab.section("placement", "placement").map(PlacementReader::read);
    Duration probing = lab.optional("probing", LabFileReader::probing).orElse(DEFAULT_PROBING);
    int mtu =
        lab.optional("mtu", value -> Words.whole(value, DEFAULT_MTU, MOST_MTU)).orElse(DEFAULT_MTU);
    Nodes nodes = new Nodes();
    List<Link> regular =
        lab.section("topology", "topology")
            .map(section -> ShapeReader.read(section, nodes))
            .orElse(List.of());
    nodes.read(lab);
    if (nodes.hosts().isEmpty()) {
      throw lab.refuse("hosts", "it has no hosts; add at least one under 'hosts'");
    }
    refuseWhatGoesNotWithRouters(lab, nodes, sdn.isPresent(), placement.isPresent());
    Optional<Xia> xia = lab.section("xia", "xia").map(section -> XiaReader.read(section, nodes));
    List<Link> links = new LinkReader(nodes, sdn.isPresent()).read(lab, regular);
    List<GuestVm> vms = new VmReader(nodes, links, xia.isPresent()).read(lab);
    lab.end();
    int most = nodes.routers().isEmpty() ? MOST_OF_A_KIND : MOST_WITH_ROUTERS;
    for (List<?> each :
        List.of(nodes.switches(), nodes.routers(), nodes.clients(), vms, nodes.hosts())) {
      if (each.size() > most) {
        throw lab.refuse("name", "more than " + most + " of a kind; make it smaller");
      }
    }
    return new LabFile(
        name,
        nodes.switches(),
        nodes.routers(),
        nodes.hosts(),
        nodes.clients(),
        links,
        vms,
        sdn,
        placement,
        xia,
        probing,
        mtu,
        text);
  }
}
