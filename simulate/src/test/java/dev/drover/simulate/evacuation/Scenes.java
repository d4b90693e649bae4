package dev.drover.simulate.evacuation;

import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.decide.evacuation.PlanRequest;
import dev.drover.model.PlanResult;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.fluid.FluidConfig;
import dev.drover.simulate.fluid.FluidNetwork;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.packet.TcpConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hosts around one switch, and what is moved between them. */
final class Scenes {
  static final BitRate NIC = BitRate.ofMegabitsPerSecond(200);

  private Scenes() {}

  static Scene star(List<String> hosts, GuestSpec... guests) {
    List<Node> nodes = new ArrayList<>(List.of(new Node("s1", Node.Kind.SWITCH)));
    List<Topology.Link> links = new ArrayList<>();
    hosts.forEach(host -> add(host, NIC, nodes, links));
    add("c1", BitRate.ofMegabitsPerSecond(1000), nodes, links);
    return new Scene(
        new Topology(nodes, links),
        hosts.stream().map(host -> new HostSpec(host, Bytes.ofMebibytes(4096))).toList(),
        List.of(guests));
  }

  private static void add(String host, BitRate rate, List<Node> nodes, List<Topology.Link> links) {
    nodes.add(new Node(host, Node.Kind.HOST));
    links.add(
        new Topology.Link(
            host,
            "s1",
            rate,
            Duration.ofNanos(20_000),
            new Topology.Buffer.Size(Bytes.of(256 << 10))));
  }

  static GuestSpec guest(String name, String host, Priority priority, TenantTraffic traffic) {
    BitRate lower = traffic.wanted().times(0.4);
    return new GuestSpec(
        name,
        host,
        Bytes.ofMebibytes(256),
        Bytes.of(119_000_000),
        priority,
        new Sla(lower, lower.times(4)),
        traffic,
        MemoryWriter.NONE);
  }

  static TenantTraffic idle() {
    return new TenantTraffic("idle", "c1", Traffic.NONE, TrafficClass.IDLE);
  }

  static TenantTraffic outgoing(long megabits) {
    return new TenantTraffic(
        "outgoing",
        "c1",
        new Traffic(BitRate.ZERO, BitRate.ofMegabitsPerSecond(megabits)),
        TrafficClass.OUTGOING);
  }

  static TenantTraffic incoming(long megabits) {
    return new TenantTraffic(
        "incoming",
        "c1",
        new Traffic(BitRate.ofMegabitsPerSecond(megabits), BitRate.ZERO),
        TrafficClass.INCOMING);
  }

  static SimulatedEvacuation world(Scene scene, long seed) {
    return SimulatedEvacuation.in(
        scene,
        new FluidNetwork(new Simulator(), scene.topology(), new FluidConfig(1448, 1514)),
        WorldFigures.measured(),
        seed);
  }

  /** Empties h1 by the policy so named. */
  static SimulatedRun evacuate(Scene scene, String policy, long seed) {
    return evacuate(world(scene, seed), policy);
  }

  /** The same with every packet. */
  static SimulatedRun evacuateByPackets(Scene scene, String policy, long seed) {
    PacketNetwork network =
        new PacketNetwork(new Simulator(), scene.topology(), TcpConfig.linux(), 14);
    return evacuate(
        SimulatedEvacuation.amongPackets(scene, network, WorldFigures.measured(), seed), policy);
  }

  private static SimulatedRun evacuate(SimulatedEvacuation world, String policy) {
    EvacuationPolicy chosen = EvacuationPolicies.named(policy);
    PlanResult plan = chosen.plan(world.observe(), PlanRequest.evacuate("h1", Optional.empty()));
    return switch (plan) {
      case PlanResult.Feasible(var feasible) -> world.run(chosen, feasible);
      case PlanResult.Infeasible(var reasons) -> throw new AssertionError(reasons.toString());
    };
  }
}
