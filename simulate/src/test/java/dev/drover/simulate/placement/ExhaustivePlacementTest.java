package dev.drover.simulate.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.AllocationCheck;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExhaustivePlacementTest {
  private static final int VMS = 6;

  /** Two racks that are alike, one that is not, in two pods. */
  private static final Layers LAYERS =
      Layers.of(
          List.of(
              List.of("p1", "r1"),
              List.of("p1", "r1"),
              List.of("p1", "r2"),
              List.of("p1", "r2"),
              List.of("p2", "r3")));

  private static TrafficGraph traffic(int vms, double density, SplittableRandom random) {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(vms);
    for (int one = 0; one < vms; one++) {
      for (int other = 0; other < one; other++) {
        if (random.nextDouble() < density) {
          builder.add(one, other, random.nextDouble(1, 1000));
        }
      }
    }
    return builder.build();
  }

  /** Now all servers alike, now not. */
  private static PlacementProblem drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] slots = new int[LAYERS.servers()];
    Arrays.setAll(slots, _ -> seed % 2 == 0 ? 2 : random.nextInt(2, 4));
    int[] memory = new int[LAYERS.servers()];
    Arrays.setAll(memory, _ -> seed % 3 == 0 ? 5 : random.nextInt(4, 7));
    int[] needs = new int[VMS];
    Arrays.setAll(needs, _ -> random.nextInt(1, 3));
    Capacity capacity = new Capacity(slots, List.of(new Resource("GiB", memory, needs)));
    return new PlacementProblem(
        LAYERS,
        LevelWeights.PAPER,
        traffic(VMS, random.nextDouble(0.2, 1), random),
        Allocation.random(capacity, VMS, random),
        seed);
  }

  private static double leastByTryingAll(PlacementProblem problem) {
    int[] serverOf = new int[VMS];
    double least = Double.MAX_VALUE;
    for (int code = 0; code < Math.pow(LAYERS.servers(), VMS); code++) {
      int rest = code;
      for (int vm = 0; vm < VMS; vm++) {
        serverOf[vm] = rest % LAYERS.servers();
        rest /= LAYERS.servers();
      }
      if (AllocationCheck.faults(problem.start().capacity(), VMS, serverOf).isEmpty()) {
        least = Math.min(least, problem.cost(Allocation.of(problem.start().capacity(), serverOf)));
      }
    }
    return least;
  }

  @Test
  void place_tinyProblems_costsWhatTheBestOfAllAllocationsDoes() {
    for (long seed = 1; seed <= 40; seed++) {
      PlacementProblem problem = drawn(seed);
      double least = leastByTryingAll(problem);
      assertThat(problem.cost(new ExhaustivePlacement().place(problem)))
          .as("seed " + seed)
          .isCloseTo(least, within(1e-6 * (1 + least)));
    }
  }

  /** Four groups of three that fit on a server each; only what groups exchange has to cross. */
  @Test
  void place_groupsThatFit_keepsThemTogether() {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(12);
    for (int group = 0; group < 4; group++) {
      for (int vm = 0; vm < 3; vm++) {
        builder.add(3 * group + vm, 3 * group + (vm + 1) % 3, 200_000);
        builder.add(3 * group + vm, (3 * group + 3 + vm) % 12, 12_500);
      }
    }
    Layers layers = Layers.regular(2, 3);
    Capacity capacity = Capacity.slots(6, 3);
    int[] spread = {0, 2, 4, 2, 4, 0, 5, 1, 3, 1, 3, 5};
    PlacementProblem problem =
        new PlacementProblem(
            layers, LevelWeights.PAPER, builder.build(), Allocation.of(capacity, spread), 1);
    Allocation made = new ExhaustivePlacement().place(problem);
    for (int vm = 0; vm < 12; vm++) {
      assertThat(made.serverOf(vm)).isEqualTo(made.serverOf(vm / 3 * 3));
    }
    // Of the ring's four edges two stay within racks and two go between them.
    double within = 2 * 3 * 12_500 * 2 * LevelWeights.PAPER.sum(1);
    double between = 2 * 3 * 12_500 * 2 * LevelWeights.PAPER.sum(2);
    assertThat(problem.cost(made)).isCloseTo(within + between, within(1.0));
  }

  /** The most that it takes on, where little can be left out: all talk, and room is scarce. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1})
  void place_asManyAsItTakes_isNotWorseThanTheReference(double density) {
    int vms = new ExhaustivePlacement().mostVms();
    Capacity capacity = Capacity.slots(6, 3);
    SplittableRandom random = new SplittableRandom(7);
    PlacementProblem problem =
        new PlacementProblem(
            Layers.regular(2, 3),
            LevelWeights.PAPER,
            traffic(vms, density, random),
            Allocation.random(capacity, vms, random),
            7);
    assertThat(problem.cost(new ExhaustivePlacement().place(problem)))
        .isLessThanOrEqualTo(problem.cost(new PartitionPlacement().place(problem)));
  }

  @Test
  void place_tooManyVms_saysWhatTakesThem() {
    int vms = new ExhaustivePlacement().mostVms() + 1;
    SplittableRandom random = new SplittableRandom(1);
    PlacementProblem problem =
        new PlacementProblem(
            Layers.regular(2, 3),
            LevelWeights.PAPER,
            traffic(vms, 0.5, random),
            Allocation.random(Capacity.slots(6, 3), vms, random),
            1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExhaustivePlacement().place(problem))
        .withMessage(
            "exhaustive placement of 15 VMs would take too long; it places 14 at most, 'partition' any number");
  }
}
