package dev.drover.cli.reproduce.score;

import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.Tenants;
import dev.drover.simulate.datacentre.TrafficGenerator;
import dev.drover.simulate.datacentre.TrafficModel;
import dev.drover.simulate.placement.PlacementProblem;

/**
 * The data centre of IV-A: 2,560 servers of 16 slots in 128 racks. How full it is was our choice.
 */
record DataCentre(Levels levels, Start start) {
  static final int SLOTS = 16;
  static final int VMS = 2_560 * SLOTS * 85 / 100;

  /** What Fig. 2 shows. */
  static final DataCentre MAIN = new DataCentre(Levels.FOUR, Start.SCATTERED);

  static final LevelWeights WEIGHTS = LevelWeights.PAPER;

  /** With its VMs: who talks to whom over long times, and where each is at first. */
  record Drawn(Layers layers, TrafficGraph traffic, Allocation start) {
    CommunicationCost cost() {
      return new CommunicationCost(layers, WEIGHTS);
    }

    PlacementProblem problem(TrafficGraph observed, long seed) {
      return new PlacementProblem(layers, WEIGHTS, observed, start, seed);
    }
  }

  /** {@return the same for the same seed; traffic is the same wherever VMs start} */
  Drawn draw(long seed) {
    Layers layers = levels.layers();
    Tenants tenants = TrafficGenerator.draw(TrafficModel.published(), VMS, seed);
    Capacity capacity = Capacity.slots(layers.servers(), SLOTS);
    return new Drawn(layers, tenants.traffic(), start.place(tenants, layers, capacity, seed));
  }
}
