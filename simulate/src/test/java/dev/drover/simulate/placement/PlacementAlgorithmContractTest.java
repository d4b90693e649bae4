package dev.drover.simulate.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.AllocationCheck;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.Resource;
import dev.drover.simulate.datacentre.TrafficGenerator;
import dev.drover.simulate.datacentre.TrafficModel;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PlacementAlgorithmContractTest {
  private static final Layers LAYERS = Layers.regular(4, 4, 2);
  private static final int VMS = 150;

  static List<PlacementAlgorithm> algorithms() {
    return PlacementAlgorithms.all();
  }

  private static PlacementProblem problem(Capacity capacity, long seed) {
    return problem(capacity, VMS, seed);
  }

  /** One that the algorithm takes. */
  private static PlacementProblem problem(
      PlacementAlgorithm algorithm, Capacity capacity, long seed) {
    return problem(capacity, Math.min(VMS, algorithm.mostVms()), seed);
  }

  private static PlacementProblem problem(Capacity capacity, int vms, long seed) {
    TrafficGraph traffic = TrafficGenerator.draw(TrafficModel.published(), vms, seed).traffic();
    Allocation start = Allocation.random(capacity, vms, new SplittableRandom(seed));
    return new PlacementProblem(LAYERS, LevelWeights.PAPER, traffic, start, seed);
  }

  private static Capacity slots() {
    return Capacity.slots(LAYERS.servers(), 6);
  }

  /** VMs of 1, 2 and 4 GiB on servers of 16 and 24 GiB. */
  private static Capacity scarce() {
    int[] servers = new int[LAYERS.servers()];
    Arrays.setAll(servers, server -> server % 2 == 0 ? 16 : 24);
    int[] vms = new int[VMS];
    Arrays.setAll(vms, vm -> 1 << vm % 3);
    int[] slots = new int[LAYERS.servers()];
    Arrays.setAll(slots, server -> server % 3 == 0 ? 6 : 9);
    return new Capacity(slots, List.of(new Resource("GiB", servers, vms)));
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void place_slots_isValidAndNotWorseThanRandom(PlacementAlgorithm algorithm) {
    for (long seed = 1; seed <= 3; seed++) {
      check(algorithm, problem(algorithm, slots(), seed));
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void place_memory_isValidAndNotWorseThanRandom(PlacementAlgorithm algorithm) {
    check(algorithm, problem(algorithm, scarce(), 4));
  }

  private static void check(PlacementAlgorithm algorithm, PlacementProblem problem) {
    int[] start = problem.start().serverOf().clone();
    Allocation made = algorithm.place(problem);
    assertThat(
            AllocationCheck.faults(
                problem.start().capacity(), problem.traffic().vms(), made.serverOf()))
        .isEmpty();
    assertThat(problem.start().serverOf()).isEqualTo(start);
    if (!(algorithm instanceof RandomPlacement)) {
      assertThat(problem.cost(made)).isLessThanOrEqualTo(problem.cost(problem.start()));
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void place_sameProblem_isTheSame(PlacementAlgorithm algorithm) {
    PlacementProblem problem = problem(algorithm, slots(), 5);
    assertThat(algorithm.place(problem).serverOf()).isEqualTo(algorithm.place(problem).serverOf());
  }

  @Test
  void named_everyName_isThatOne() {
    assertThat(algorithms().stream().map(PlacementAlgorithm::name).toList())
        .containsExactly(
            "s-core-distributed",
            "s-core-load-aware",
            "s-core-global",
            "s-core-round-robin",
            "no-migration",
            "random",
            "genetic",
            "partition",
            "exhaustive");
    assertThat(PlacementAlgorithms.named("partition").name()).isEqualTo("partition");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlacementAlgorithms.named("best"))
        .withMessageContaining("no-migration, random");
  }

  @Test
  void place_genetic_isNotWorseThanSCore() {
    for (long seed = 7; seed <= 9; seed++) {
      PlacementProblem problem = problem(slots(), seed);
      double genetic = problem.cost(PlacementAlgorithms.named("genetic").place(problem));
      for (PlacementAlgorithm other : algorithms()) {
        if (other instanceof TokenPlacement) {
          assertThat(genetic).isLessThanOrEqualTo(problem.cost(other.place(problem)));
        }
      }
    }
  }

  @Test
  void place_partition_isBetterThanEveryOther() {
    PlacementProblem problem = problem(slots(), 6);
    double reference = problem.cost(PlacementAlgorithms.named("partition").place(problem));
    for (PlacementAlgorithm other : algorithms()) {
      if (other.mostVms() >= VMS) {
        assertThat(reference)
            .as(other.name())
            .isLessThanOrEqualTo(problem.cost(other.place(problem)));
      }
    }
  }
}
