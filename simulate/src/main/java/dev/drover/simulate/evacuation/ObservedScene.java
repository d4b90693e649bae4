package dev.drover.simulate.evacuation;

import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.decide.traffic.TrafficThresholds;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scene made of what was observed of real hosts. What they do not tell is supposed: all NICs at
 * one switch, shallow queues, and everybody whom VMs talk to at one place with room enough.
 */
public final class ObservedScene {
  private static final String SWITCH = "network";
  private static final String OUTSIDE = "outside";
  private static final Duration DELAY = Duration.ofNanos(50_000);

  /** At a host's rate, about 10 ms of it. */
  private static final Duration QUEUE = Duration.ofMillis(10);

  private final WorldFigures figures;
  private final TrafficCategorizer categorizer =
      new TrafficCategorizer(TrafficThresholds.defaults());

  /**
   * Scenes by these figures.
   *
   * @param figures say how counters tell what arrives, and what guests write without a program
   */
  public ObservedScene(WorldFigures figures) {
    this.figures = figures;
  }

  /** {@return the scene, with a network as supposed} */
  public Scene of(Cluster seen) {
    List<Node> nodes = new ArrayList<>(List.of(new Node(SWITCH, Node.Kind.SWITCH)));
    List<Topology.Link> links = new ArrayList<>();
    BitRate all = BitRate.ofBitsPerSecond(1);
    for (HostObservation host : seen.hosts()) {
      nodes.add(new Node(host.name(), Node.Kind.HOST));
      links.add(link(host.name(), host.nicRate()));
      all = all.plus(host.nicRate());
    }
    nodes.add(new Node(OUTSIDE, Node.Kind.HOST));
    links.add(link(OUTSIDE, all));
    return new Scene(
        new Topology(nodes, links),
        hosts(seen),
        seen.vms().stream().map(vm -> guest(seen, vm)).toList());
  }

  private static Topology.Link link(String host, BitRate rate) {
    Bytes queue = Bytes.of(Math.max(64 << 10, rate.in(QUEUE).count()));
    return new Topology.Link(host, SWITCH, rate, DELAY, new Topology.Buffer.Size(queue));
  }

  private static List<HostSpec> hosts(Cluster seen) {
    return seen.hosts().stream().map(host -> new HostSpec(host.name(), host.memory())).toList();
  }

  /**
   * {@return {@code known} with VMs where they were observed, and as large and with such traffic as
   * was observed; of those that were not seen, nothing}
   */
  public Scene onto(Scene known, Cluster seen) {
    List<GuestSpec> guests = new ArrayList<>();
    for (VmObservation vm : seen.vms()) {
      Optional<GuestSpec> spec =
          known.guests().stream().filter(each -> each.name().equals(vm.name())).findFirst();
      guests.add(
          spec.map(each ->
                  new GuestSpec(
                      vm.name(),
                      vm.host(),
                      vm.memory(),
                      vm.resident(),
                      vm.priority(),
                      vm.sla(),
                      each.traffic(),
                      each.writer()))
              .orElseThrow(
                  () -> new IllegalArgumentException("vm " + vm.name() + " is not in the scene")));
    }
    return new Scene(known.topology(), hosts(seen), guests);
  }

  private GuestSpec guest(Cluster seen, VmObservation vm) {
    Traffic goodput =
        new Traffic(vm.traffic().in().times(1 / figures.countedIn()), vm.traffic().out());
    BitRate nicRate = seen.host(vm.host()).orElseThrow().nicRate();
    TrafficClass main = categorizer.categorize(vm.traffic(), nicRate, vm.previousClass());
    GuestSpec still =
        new GuestSpec(
            vm.name(),
            vm.host(),
            vm.memory(),
            vm.resident(),
            vm.priority(),
            vm.sla(),
            new TenantTraffic(main.toString(), OUTSIDE, goodput, main),
            MemoryWriter.NONE);
    return new GuestSpec(
        still.name(),
        still.host(),
        still.memory(),
        still.resident(),
        still.priority(),
        still.sla(),
        still.traffic(),
        writer(still, vm));
  }

  /** What was measured beyond what traffic and kernel explain. */
  private MemoryWriter writer(GuestSpec still, VmObservation vm) {
    GuestWrites explained = new GuestWrites(still, figures, 0);
    Bytes rate = Bytes.of(vm.dirtyRate().bytesPerSecond());
    Bytes more = rate.minusOrZero(explained.dirtiedIn(SimTime.SECOND));
    Bytes set = vm.workingSet().minusOrZero(explained.dirtiedIn(3 * SimTime.SECOND));
    return more.count() == 0 || set.count() == 0
        ? MemoryWriter.NONE
        : new MemoryWriter(DirtyRate.ofBytesPerSecond(more.count()), set);
  }
}
