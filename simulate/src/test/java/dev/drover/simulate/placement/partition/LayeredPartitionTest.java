package dev.drover.simulate.placement.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.AllocationCheck;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.TrafficGenerator;
import dev.drover.simulate.datacentre.TrafficModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayeredPartitionTest {
  private static final Layers LAYERS = Layers.regular(3, 5, 2);

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 100, 119, 120})
  void serverOf_anyFill_keepsCapacityExactly(int vms) {
    Capacity capacity = Capacity.slots(LAYERS.servers(), 4);
    TrafficGraph traffic = TrafficGenerator.draw(TrafficModel.published(), vms, 1).traffic();
    int[] serverOf = LayeredPartition.serverOf(LAYERS, traffic, capacity, 1);
    assertThat(AllocationCheck.faults(capacity, vms, serverOf)).isEmpty();
  }

  @Test
  void serverOf_unequalServers_keepsCapacityExactly() {
    int[] slots = IntStream.range(0, LAYERS.servers()).map(server -> 1 + server % 7).toArray();
    Capacity capacity = new Capacity(slots, List.of());
    int vms = capacity.slots();
    TrafficGraph traffic = TrafficGenerator.draw(TrafficModel.published(), vms, 2).traffic();
    int[] serverOf = LayeredPartition.serverOf(LAYERS, traffic, capacity, 2);
    assertThat(AllocationCheck.faults(capacity, vms, serverOf)).isEmpty();
  }

  @Test
  void serverOf_moreVmsThanSlots_isRefused() {
    TrafficGraph traffic = TrafficGenerator.draw(TrafficModel.published(), 31, 2).traffic();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayeredPartition.serverOf(LAYERS, traffic, Capacity.slots(30, 1), 1))
        .withMessage("31 VMs do not fit in 30 slots");
  }

  @Test
  void serverOf_cliquesThatJustFit_areEachOnOneServer() {
    // 30 cliques of 4 for 30 servers of 4 slots, numbered at random, joined by weak edges.
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 120).boxed().toList());
    Collections.shuffle(numbers, new Random(3));
    TrafficGraph.Builder builder = new TrafficGraph.Builder(120);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 120; i++) {
      for (int j = i + 1; j < 120; j++) {
        if (i / 4 == j / 4) {
          builder.add(numbers.get(i), numbers.get(j), 100);
        } else if (random.nextInt(60) == 0) {
          builder.add(numbers.get(i), numbers.get(j), 0.01);
        }
      }
    }
    TrafficGraph traffic = builder.build();
    int[] serverOf = LayeredPartition.serverOf(LAYERS, traffic, Capacity.slots(30, 4), 1);
    double[] rates = new CommunicationCost(LAYERS, LevelWeights.PAPER).rates(traffic, serverOf);
    assertThat(rates[0]).isGreaterThan(0.99 * (rates[0] + rates[1] + rates[2] + rates[3]));
  }

  @Test
  void sides_refined_keepWhatHeapsAndGainsSay() {
    // A path: any cut of one edge is the best.
    TrafficGraph.Builder builder = new TrafficGraph.Builder(1_000);
    for (int i = 1; i < 1_000; i++) {
      builder.add(i - 1, i, 1);
    }
    int[] vms = IntStream.range(0, 1_000).toArray();
    int[] places = new int[1_000];
    Arrays.fill(places, -1);
    Graph graph = Graph.of(builder.build(), vms, places);
    byte[] side = Bisection.sides(graph, 520, 520, new SplittableRandom(1));
    assertThat(new Refinement(graph, side, new int[] {520, 520}).cut()).isLessThanOrEqualTo(3);
    assertThat(places).containsOnly(-1);
  }
}
