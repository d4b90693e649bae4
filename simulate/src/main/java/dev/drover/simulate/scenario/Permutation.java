package dev.drover.simulate.scenario;

import dev.drover.model.network.Topology;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.scenario.TrafficSpec.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The traffic that networks are usually compared by: at once every host begins one transfer, and
 * every host receives one, of a host drawn by lot. Routes are ECMP's, so that some transfers share
 * links and some do not.
 */
public final class Permutation {
  private Permutation() {}

  /**
   * {@return the run of a permutation of the hosts of {@code topology}, over packets; its traffic
   * entries are one transfer each}
   *
   * @param tcp without meaning to a fluid network, and so is {@code jitter}: see {@link RunSpec}
   * @param duration in which all of it should arrive
   */
  public static RunSpec of(
      Topology topology,
      SizeDistribution sizes,
      long seed,
      TcpConfig tcp,
      Duration jitter,
      Duration duration) {
    List<String> hosts = topology.hosts();
    RandomGenerator random = new Seeds(seed).generator("permutation");
    List<String> order = cycle(hosts, random);
    List<TrafficSpec> transfers = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      String from = order.get(i);
      String to = order.get((i + 1) % order.size());
      transfers.add(
          new TrafficSpec(
              from + "-" + to,
              List.of(from),
              List.of(to),
              new Load.Bulk(Optional.of(Bytes.of(sizes.draw(random))), Optional.empty()),
              Duration.ZERO,
              Optional.empty()));
    }
    return new RunSpec(
        "permutation of " + hosts.size() + " hosts",
        seed,
        NetworkMode.PACKET,
        topology,
        tcp,
        jitter,
        "ecmp",
        List.of(),
        duration,
        transfers,
        List.of(),
        List.of(),
        Optional.of(duration));
  }

  /** Hosts in an order drawn by lot (Fisher and Yates); each sends to the next, none to itself. */
  private static List<String> cycle(List<String> hosts, RandomGenerator random) {
    List<String> order = new ArrayList<>(hosts);
    for (int i = order.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      String moved = order.get(i);
      order.set(i, order.get(other));
      order.set(other, moved);
    }
    return order;
  }
}
