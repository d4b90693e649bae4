package dev.drover.simulate.placement;

import dev.drover.simulate.datacentre.Allocation;

/**
 * Places VMs so that the communication cost (S-CORE's eq. 1) is low. A new one is one class, and
 * one line in {@link PlacementAlgorithms}.
 */
public interface PlacementAlgorithm {
  /** {@return the name by which it is asked for} */
  String name();

  /** {@return in one line how it places, and what it must know for that} */
  String description();

  /** {@return how many VMs it can place; more are refused with {@link IllegalArgumentException}} */
  default int mostVms() {
    return Integer.MAX_VALUE;
  }

  /** {@return an allocation of its own; the same for the same problem} */
  Allocation place(PlacementProblem problem);
}
