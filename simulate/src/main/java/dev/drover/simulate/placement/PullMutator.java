package dev.drover.simulate.placement;

import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;
import io.jenetics.Genotype;
import io.jenetics.IntegerGene;
import io.jenetics.Mutator;
import io.jenetics.MutatorResult;
import java.util.random.RandomGenerator;

/** Brings some VMs, one in a thousand and at least one, to where one of their peers is. */
final class PullMutator extends Mutator<IntegerGene, Double> {
  private static final int ONE_IN = 1_000;

  private final PlacementProblem problem;

  /**
   * A mutator.
   *
   * @param rate which part of the individuals is changed
   */
  PullMutator(PlacementProblem problem, double rate) {
    super(rate);
    this.problem = problem;
  }

  @Override
  protected MutatorResult<Genotype<IntegerGene>> mutate(
      Genotype<IntegerGene> genotype, double p, RandomGenerator random) {
    TrafficGraph traffic = problem.traffic();
    Allocation allocation =
        Allocation.of(problem.start().capacity(), GeneticPlacement.servers(genotype));
    Occupants occupants = new Occupants(problem.layers().servers(), allocation.serverOf());
    int changed = 0;
    for (int i = 0; i <= traffic.vms() / ONE_IN; i++) {
      int vm = random.nextInt(traffic.vms());
      if (traffic.from(vm) < traffic.to(vm)) {
        int peer = traffic.peer(random.nextInt(traffic.from(vm), traffic.to(vm)));
        changed += bring(allocation, occupants, vm, allocation.serverOf(peer), peer) ? 1 : 0;
      }
    }
    return new MutatorResult<>(GeneticPlacement.genotype(problem, allocation.serverOf()), changed);
  }

  /** Moves a VM, or exchanges it with the first there that is not {@code stays} and fits. */
  private static boolean bring(
      Allocation allocation, Occupants occupants, int vm, int server, int stays) {
    int own = allocation.serverOf(vm);
    if (own == server) {
      return false;
    }
    if (allocation.fits(vm, server)) {
      allocation.move(vm, server);
      occupants.moved(vm, own, server);
      return true;
    }
    for (int other = occupants.first(server); other >= 0; other = occupants.next(other)) {
      if (other != stays && allocation.fitSwapped(vm, other)) {
        allocation.swap(vm, other);
        occupants.moved(vm, own, server);
        occupants.moved(other, server, own);
        return true;
      }
    }
    return false;
  }
}
