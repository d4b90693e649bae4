package dev.drover.simulate.placement;

import dev.drover.decide.communication.Layers;
import dev.drover.simulate.datacentre.Allocation;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.Recombinator;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;

/**
 * Gives a child one rack as another parent has it: who is there with that parent comes to the same
 * servers, in exchange with who is there and should not be.
 */
final class RackCrossover extends Recombinator<IntegerGene, Double> {
  private final PlacementProblem problem;

  /**
   * A crossover of two.
   *
   * @param rate which part of the individuals becomes such a child
   */
  RackCrossover(PlacementProblem problem, double rate) {
    super(rate, 2);
    this.problem = problem;
  }

  @Override
  protected int recombine(
      MSeq<Phenotype<IntegerGene, Double>> population, int[] individuals, long generation) {
    int[] other = GeneticPlacement.servers(population.get(individuals[1]).genotype());
    Allocation child =
        Allocation.of(
            problem.start().capacity(),
            GeneticPlacement.servers(population.get(individuals[0]).genotype()));
    Layers layers = problem.layers();
    int rack = layers.group(RandomRegistry.random().nextInt(layers.servers()), 1);
    Occupants occupants = new Occupants(layers.servers(), child.serverOf());
    for (int vm = 0; vm < other.length; vm++) {
      if (layers.group(other[vm], 1) == rack && child.serverOf(vm) != other[vm]) {
        bring(child, occupants, vm, other);
      }
    }
    population.set(
        individuals[0],
        Phenotype.of(GeneticPlacement.genotype(problem, child.serverOf()), generation));
    return 1;
  }

  private static void bring(Allocation child, Occupants occupants, int vm, int[] wanted) {
    int own = child.serverOf(vm);
    int server = wanted[vm];
    if (child.fits(vm, server)) {
      child.move(vm, server);
      occupants.moved(vm, own, server);
      return;
    }
    for (int there = occupants.first(server); there >= 0; there = occupants.next(there)) {
      if (wanted[there] != server && child.fitSwapped(vm, there)) {
        child.swap(vm, there);
        occupants.moved(vm, own, server);
        occupants.moved(there, server, own);
        return;
      }
    }
  }
}
