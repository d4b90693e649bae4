package dev.drover.simulate.placement;

import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.kernel.Seeds;

/** Every VM goes to a free slot by lot. */
final class RandomPlacement implements PlacementAlgorithm {
  @Override
  public String name() {
    return "random";
  }

  @Override
  public String description() {
    return "every VM to a free slot by lot; needs to know nothing";
  }

  @Override
  public Allocation place(PlacementProblem problem) {
    return Allocation.random(
        problem.start().capacity(),
        problem.start().vms(),
        new Seeds(problem.seed()).generator("random placement"));
  }
}
