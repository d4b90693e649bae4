package dev.drover.simulate.placement;

import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;

/**
 * What is to be placed.
 *
 * @param start where VMs are, which says also what servers have room for; not changed by whoever
 *     solves this
 * @param seed of everything that is drawn by lot
 */
public record PlacementProblem(
    Layers layers, LevelWeights weights, TrafficGraph traffic, Allocation start, long seed) {
  public PlacementProblem {
    if (traffic.vms() != start.vms()) {
      throw new IllegalArgumentException(
          "traffic of " + traffic.vms() + " VMs, but " + start.vms() + " are placed");
    }
    if (layers.servers() != start.capacity().servers()) {
      throw new IllegalArgumentException(
          layers.servers() + " servers in the network, but room on " + start.capacity().servers());
    }
  }

  /** {@return the cost of an allocation (eq. 1)} */
  public double cost(Allocation allocation) {
    return new CommunicationCost(layers, weights).total(traffic, allocation.serverOf());
  }
}
