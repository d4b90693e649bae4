package dev.drover.benchmarks.fluid;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.fluid.FluidNetwork;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.ShortestPaths;
import dev.drover.simulate.topology.Topologies;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * So many transfers at a time between random hosts of a fat tree with k = 16 (1,024 hosts, links of
 * 10 Gbit/s), each of 1 to 100 MB; when one is acknowledged another starts elsewhere.
 */
final class FatTreeLoad implements StreamListener {
  private static final int ROUTES = 20_000;

  private final Simulator simulator = new Simulator();
  private final RandomGenerator random = new Seeds(1).generator("transfers");
  private final Route[] routes = new Route[ROUTES];
  private final FluidNetwork network;
  private int opened;
  private int wanted;
  private long completed;

  FatTreeLoad() {
    Topology topology =
        Topologies.fatTree(
            16,
            new Cable(
                BitRate.ofMegabitsPerSecond(10_000),
                Duration.ofNanos(1_000),
                new Buffer.Packets(100)));
    ShortestPaths paths = new ShortestPaths(topology);
    for (int i = 0; i < ROUTES; i++) {
      int from = random.nextInt(1, 1025);
      int to = (from + random.nextInt(1023)) % 1024 + 1;
      routes[i] = paths.ecmp("h" + from, "h" + to, i);
    }
    network = new FluidNetwork(simulator, topology);
  }

  void start(int concurrent) {
    for (int i = 0; i < concurrent; i++) {
      open();
    }
  }

  /** Goes on until so many more transfers are complete. */
  void complete(int transfers) {
    wanted = transfers;
    simulator.run(SimTime.NEVER);
  }

  long completed() {
    return completed;
  }

  @Override
  public void allAcknowledged(Stream stream) {
    stream.close();
    completed++;
    open();
    if (--wanted == 0) {
      simulator.stop();
    }
  }

  private void open() {
    network
        .open(routes[opened++ % ROUTES], TrafficKind.MIGRATION, "transfer", this)
        .write(random.nextLong(1_000_000, 100_000_000));
  }
}
