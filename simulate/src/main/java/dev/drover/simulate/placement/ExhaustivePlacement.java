package dev.drover.simulate.placement;

import dev.drover.simulate.datacentre.Allocation;

/**
 * The optimum: no allocation of these VMs to these servers costs less. By branch and bound ({@link
 * OptimumSearch}), from the partition's result on. The number of allocations grows exponentially:
 * for few VMs only.
 */
final class ExhaustivePlacement implements PlacementAlgorithm {
  /** Where everybody talks to everybody and servers are scarce this takes seconds, more minutes. */
  private static final int MOST_VMS = 14;

  @Override
  public String name() {
    return "exhaustive";
  }

  @Override
  public String description() {
    return "the optimum, by branch and bound; of " + MOST_VMS + " VMs at most";
  }

  @Override
  public int mostVms() {
    return MOST_VMS;
  }

  @Override
  public Allocation place(PlacementProblem problem) {
    int vms = problem.traffic().vms();
    if (vms > MOST_VMS) {
      throw new IllegalArgumentException(
          "exhaustive placement of %d VMs would take too long; it places %d at most, 'partition' any number"
              .formatted(vms, MOST_VMS));
    }
    Allocation good = new PartitionPlacement().place(problem);
    int[] best =
        new OptimumSearch(problem)
            .better(
                problem.cost(good) < problem.cost(problem.start())
                    ? good.serverOf()
                    : problem.start().serverOf());
    return Allocation.of(problem.start().capacity(), best);
  }
}
