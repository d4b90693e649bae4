package dev.drover.simulate.fluid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.ShortestPaths;
import dev.drover.simulate.topology.Topologies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random transfers on the fat tree of 16 hosts. */
class FluidPropertyTest {
  private static final int TRANSFERS = 300;
  private static final Topology TOPOLOGY =
      Topologies.fatTree(
          4,
          new Cable(
              BitRate.ofMegabitsPerSecond(1000), Duration.ofNanos(5_000), new Buffer.Packets(100)));

  private record Ended(List<String> log, FluidNetwork network, Map<String, Long> expected) {}

  private static Ended run(long seed, boolean looking) {
    SplittableRandom random = new SplittableRandom(seed);
    Simulator simulator = new Simulator();
    FluidNetwork network = new FluidNetwork(simulator, TOPOLOGY, new FluidConfig(1, 1));
    ShortestPaths paths = new ShortestPaths(TOPOLOGY);
    List<String> log = new ArrayList<>();
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i < TRANSFERS; i++) {
      int from = random.nextInt(16);
      int to = (from + random.nextInt(1, 16)) % 16;
      Route route = paths.ecmp("h" + (from + 1), "h" + (to + 1), i);
      long bytes = random.nextLong(1, 5_000_000);
      int number = i;
      StreamListener listener =
          new StreamListener() {
            @Override
            public void allAcknowledged(Stream stream) {
              assertThat(stream.delivered()).isEqualTo(bytes);
              assertThat(stream.acknowledged()).isEqualTo(bytes);
              log.add(number + " at " + simulator.now());
              stream.close();
            }
          };
      simulator.schedule(
          random.nextLong(100 * SimTime.MILLISECOND),
          simulator.register(() ->
              network.open(route, TrafficKind.WORKLOAD, "flow" + number, listener).write(bytes)));
      for (int hop = 1; hop < route.nodes().size(); hop++) {
        expected.merge(route.nodes().get(hop - 1) + ">" + route.nodes().get(hop), bytes, Long::sum);
      }
    }
    if (looking) {
      for (int i = 1; i < 100; i++) {
        simulator.run(3L * i * SimTime.MILLISECOND);
        network.bytesSent("h1", "edge-1-1", TrafficKind.WORKLOAD);
      }
    }
    simulator.run(SimTime.SECOND * 60);
    return new Ended(log, network, expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void bytes_ofRandomTransfers_areOnEachLinkOfTheirRoutesAndNowhereElse(long seed) {
    Ended ended = run(seed, false);

    assertThat(ended.log()).as("seed %d", seed).hasSize(TRANSFERS);
    for (Link link : TOPOLOGY.links()) {
      assertCounted(seed, ended, link.left(), link.right());
      assertCounted(seed, ended, link.right(), link.left());
    }
  }

  private static void assertCounted(long seed, Ended ended, String node, String neighbour) {
    assertThat(ended.network().bytesSent(node, neighbour, TrafficKind.WORKLOAD))
        .as("seed %d, %s to %s", seed, node, neighbour)
        .isEqualTo(ended.expected().getOrDefault(node + ">" + neighbour, 0L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void run_again_endsEveryTransferAtTheSamePicosecondWhetherLookedAtOrNot(long seed) {
    assertThat(run(seed, true).log()).as("seed %d", seed).isEqualTo(run(seed, false).log());
  }
}
