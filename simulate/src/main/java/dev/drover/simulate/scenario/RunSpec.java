package dev.drover.simulate.scenario;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.simulate.fluid.FluidConfig;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.packet.TcpConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a run needs; what the same one gives is the same bit for bit. Names in it are
 * known: hosts are in the topology, the migrations' VMs among the VMs.
 *
 * @param tcp of all streams; of no meaning to a fluid network
 * @param jitter the most that a packet arrives later by chance; of no meaning to a fluid network
 * @param routing the name of the decider of routes
 * @param routes given ones: flows from one's first host to its last take it whatever the decider
 *     would say
 * @param statisticsEvery how often ports are asked what they sent, for deciders that look at load
 * @param duration when the run ends, migrations or not; empty: with the last migration
 */
public record RunSpec(
    String name,
    long seed,
    NetworkMode network,
    Topology topology,
    TcpConfig tcp,
    Duration jitter,
    String routing,
    List<Route> routes,
    Duration statisticsEvery,
    List<TrafficSpec> traffic,
    List<VmSpec> vms,
    List<MigrationPlan> migrations,
    Optional<Duration> duration) {
  public RunSpec {
    routes = List.copyOf(routes);
    for (Route route : routes) {
      topology.checked(route);
      if (routes.stream().filter(route::hasEndsOf).count() > 1) {
        throw new IllegalArgumentException(
            "two routes from " + route.source() + " to " + route.destination());
      }
    }
    traffic = List.copyOf(traffic);
    vms = List.copyOf(vms);
    migrations = List.copyOf(migrations);
    if (jitter.isNegative()) {
      throw new IllegalArgumentException("jitter must not be negative: " + jitter);
    }
    if (!statisticsEvery.isPositive()) {
      throw new IllegalArgumentException("statisticsEvery must be above 0: " + statisticsEvery);
    }
    if (duration.isEmpty() && migrations.isEmpty()) {
      throw new IllegalArgumentException("a run without migrations needs a duration");
    }
    if (duration.isPresent() && !duration.get().isPositive()) {
      throw new IllegalArgumentException("duration must be above 0: " + duration.get());
    }
    for (MigrationPlan plan : migrations) {
      if (vms.stream().noneMatch(vm -> vm.name().equals(plan.vm()))) {
        throw new IllegalArgumentException("no vm '" + plan.vm() + "' to migrate");
      }
    }
  }

  /** {@return payload ÷ bytes on the wire of a TCP stream whose segments are all full} */
  public double payloadShare() {
    return switch (network) {
      case PACKET -> PacketNetwork.payloadShare(tcp, World.FRAMING);
      case FLUID -> FluidConfig.ETHERNET.payloadShare();
    };
  }

  /** {@return the same run by another throw of the dice} */
  public RunSpec withSeed(long other) {
    return with(other, network);
  }

  /** {@return the same run in a network modelled another way} */
  public RunSpec withNetwork(NetworkMode other) {
    return with(seed, other);
  }

  private RunSpec with(long otherSeed, NetworkMode otherNetwork) {
    return new RunSpec(
        name,
        otherSeed,
        otherNetwork,
        topology,
        tcp,
        jitter,
        routing,
        routes,
        statisticsEvery,
        traffic,
        vms,
        migrations,
        duration);
  }
}
