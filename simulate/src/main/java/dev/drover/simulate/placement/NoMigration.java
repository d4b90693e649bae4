package dev.drover.simulate.placement;

import dev.drover.simulate.datacentre.Allocation;

/** Every VM stays where it is. */
final class NoMigration implements PlacementAlgorithm {
  @Override
  public String name() {
    return "no-migration";
  }

  @Override
  public String description() {
    return "every VM stays where it is";
  }

  @Override
  public Allocation place(PlacementProblem problem) {
    return problem.start().copy();
  }
}
