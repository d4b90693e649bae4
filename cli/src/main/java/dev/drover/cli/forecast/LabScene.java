package dev.drover.cli.forecast;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.Workload;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.evacuation.GuestSpec;
import dev.drover.simulate.evacuation.HostSpec;
import dev.drover.simulate.evacuation.MemoryWriter;
import dev.drover.simulate.evacuation.Scene;
import dev.drover.simulate.evacuation.TenantTraffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a lab would be, as a scene to simulate: no machine is asked. */
public final class LabScene {
  /** Memory that an idle guest of the lab has resident, beside what its workload adds. */
  private static final Bytes GUEST = Bytes.of(102_700_000);

  /** Keys that a lab's load generator uses. */
  private static final int KEYS = 200;

  /** Of a veth and a bridge. */
  static final Duration DELAY = Duration.ofNanos(20_000);

  private LabScene() {}

  /**
   * {@return the scene of {@code lab}}
   *
   * @throws IllegalArgumentException with one line when VMs send to one another
   */
  public static Scene of(LabFile lab) {
    return new Scene(
        topology(lab),
        lab.hosts().stream().map(host -> new HostSpec(host.name(), host.memory())).toList(),
        lab.vms().stream().map(vm -> guest(lab, vm)).toList());
  }

  static Topology topology(LabFile lab) {
    List<Node> nodes = new ArrayList<>();
    lab.switches().forEach(name -> nodes.add(new Node(name, Node.Kind.SWITCH)));
    lab.routers().forEach(router -> nodes.add(new Node(router.name(), Node.Kind.SWITCH)));
    lab.hosts().forEach(host -> nodes.add(new Node(host.name(), Node.Kind.HOST)));
    lab.clients().forEach(name -> nodes.add(new Node(name, Node.Kind.HOST)));
    return new Topology(
        nodes,
        lab.links().stream()
            .map(link ->
                new Topology.Link(
                    link.left(),
                    link.right(),
                    link.rate(),
                    DELAY,
                    new Topology.Buffer.Size(link.buffer())))
            .toList());
  }

  private static GuestSpec guest(LabFile lab, GuestVm vm) {
    MemoryWriter writer =
        vm.workload()
            .writer()
            .map(each -> new MemoryWriter(each.rate(), each.workingSet()))
            .orElse(MemoryWriter.NONE);
    return new GuestSpec(
        vm.name(),
        vm.host(),
        vm.memory(),
        GUEST
            .plus(vm.pattern())
            .plus(writer.workingSet())
            .plus(values(vm.workload()))
            .min(vm.memory()),
        vm.priority(),
        vm.sla(),
        new TenantTraffic(
            vm.workload().kind().toString(),
            vm.workload().client(),
            rates(lab, vm),
            main(vm.workload())),
        writer);
  }

  private static Bytes values(Workload workload) {
    return workload
        .requests()
        .map(each -> Bytes.of(KEYS * each.valueSize().count()))
        .orElse(Bytes.ZERO);
  }

  static TrafficClass main(Workload workload) {
    return switch (workload.kind()) {
      case OUTGOING -> TrafficClass.OUTGOING;
      case INCOMING -> TrafficClass.INCOMING;
      case REQUEST_RESPONSE, PEERS -> TrafficClass.MIXED;
      case WRITER, CALCULATION, FILES, LOOPBACK, IDLE -> TrafficClass.IDLE;
    };
  }

  /** Bulk traffic without a rate wants what its host's link carries. */
  private static Traffic rates(LabFile lab, GuestVm vm) {
    Workload workload = vm.workload();
    BitRate bulk = workload.rate().orElse(lab.linkOf(vm.host()).rate());
    return switch (workload.kind()) {
      case OUTGOING -> new Traffic(BitRate.ZERO, bulk);
      case INCOMING -> new Traffic(bulk, BitRate.ZERO);
      case REQUEST_RESPONSE ->
          workload
              .requests()
              .map(each -> {
                double all = each.perSecond() * each.valueSize().count() * 8;
                return new Traffic(
                    BitRate.ofBitsPerSecond(Math.round(all * (1 - each.getRatio()))),
                    BitRate.ofBitsPerSecond(Math.round(all * each.getRatio())));
              })
              .orElse(Traffic.NONE);
      case PEERS ->
          throw new IllegalArgumentException(
              "vm '" + vm.name() + "' sends to other VMs, which is not simulated");
      case WRITER, CALCULATION, FILES, LOOPBACK, IDLE -> Traffic.NONE;
    };
  }
}
