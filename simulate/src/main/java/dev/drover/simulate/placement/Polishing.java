package dev.drover.simulate.placement;

import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;

/**
 * Makes an allocation better step by step: each VM goes to the server of one of its peers, or
 * changes places with a VM there, whatever lowers the cost most. Unlike S-CORE's VMs it may push
 * others out. Performance class.
 */
final class Polishing {
  /** A gain below this part of what the VM costs is noise of rounding. */
  private static final double LEAST = 1e-9;

  private final Layers layers;
  private final LevelWeights weights;
  private final TrafficGraph traffic;
  private final Allocation allocation;
  private final int[] serverOf;
  private final Occupants occupants;

  Polishing(Layers layers, LevelWeights weights, TrafficGraph traffic, Allocation allocation) {
    this.layers = layers;
    this.weights = weights.checkedFor(layers);
    this.traffic = traffic;
    this.allocation = allocation;
    this.serverOf = allocation.serverOf();
    this.occupants = new Occupants(layers.servers(), serverOf);
  }

  /** Goes through all VMs at most {@code passes} times; {@return by how much the cost fell}. */
  double run(int passes) {
    double gained = 0;
    for (int pass = 0; pass < passes; pass++) {
      double inPass = 0;
      for (int vm = 0; vm < allocation.vms(); vm++) {
        inPass += improve(vm);
      }
      gained += inPass;
      if (inPass == 0) {
        break;
      }
    }
    return gained;
  }

  private double improve(int vm) {
    int own = serverOf[vm];
    double now = cost(vm, own);
    double most = now * LEAST;
    int bestServer = -1;
    int bestOther = -1;
    for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
      int server = serverOf[traffic.peer(i)];
      if (server == own) {
        continue;
      }
      double gain = now - cost(vm, server);
      if (allocation.fits(vm, server)) {
        if (gain > most) {
          most = gain;
          bestServer = server;
          bestOther = -1;
        }
      } else if (gain > most) {
        // Whoever is pushed out can hardly gain by it: only a gain of one's own is worth a look.
        for (int other = occupants.first(server); other >= 0; other = occupants.next(other)) {
          double both = gain + swapped(vm, other, own, server);
          if (both > most && allocation.fitSwapped(vm, other)) {
            most = both;
            bestServer = server;
            bestOther = other;
          }
        }
      }
    }
    if (bestServer < 0) {
      return 0;
    }
    if (bestOther < 0) {
      allocation.move(vm, bestServer);
    } else {
      allocation.swap(vm, bestOther);
      occupants.moved(bestOther, bestServer, own);
    }
    occupants.moved(vm, own, bestServer);
    return 2 * most;
  }

  /** What {@code other} gains when it goes to {@code to}, with what it and the VM say unchanged. */
  private double swapped(int vm, int other, int to, int from) {
    double gain = 0;
    for (int i = traffic.from(other); i < traffic.to(other); i++) {
      int peer = traffic.peer(i);
      double rate = traffic.rate(i);
      if (peer == vm) {
        // Both gains took it that the other one stays, and so bring the two together twice.
        gain -= rate * weights.sum(layers.level(from, to));
      } else {
        int there = serverOf[peer];
        gain +=
            rate * (weights.sum(layers.level(from, there)) - weights.sum(layers.level(to, there)));
      }
    }
    return gain;
  }

  private double cost(int vm, int from) {
    double cost = 0;
    for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
      cost += traffic.rate(i) * weights.sum(layers.level(from, serverOf[traffic.peer(i)]));
    }
    return cost;
  }
}
