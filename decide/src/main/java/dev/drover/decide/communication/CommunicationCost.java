package dev.drover.decide.communication;

/**
 * The communication cost of an allocation of VMs to servers: S-CORE's eq. 1. Each pair counts
 * twice, once from either VM, as the equation's sums have it. In bytes a second times weight: ten
 * VMs that send 1 MB/s each to a peer in another rack cost 10 · 2 · 10⁶ · (e⁰ + e¹) ≈ 7.4 · 10⁷.
 *
 * <p>{@code serverOf} has each VM's server.
 */
public final class CommunicationCost {
  private final Layers layers;
  private final LevelWeights weights;

  public CommunicationCost(Layers layers, LevelWeights weights) {
    this.layers = layers;
    this.weights = weights.checkedFor(layers);
  }

  /** {@return the cost of all communication} */
  public double total(TrafficGraph traffic, int[] serverOf) {
    double cost = 0;
    for (int vm = 0; vm < traffic.vms(); vm++) {
      cost += of(traffic, serverOf, vm);
    }
    return cost;
  }

  /** {@return the cost of one VM's communication, counted once} */
  public double of(TrafficGraph traffic, int[] serverOf, int vm) {
    double cost = 0;
    for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
      cost += traffic.rate(i) * weights.sum(level(serverOf, vm, traffic.peer(i)));
    }
    return cost;
  }

  /** {@return bytes a second that are exchanged at each level, each pair once; 0 comes first} */
  public double[] rates(TrafficGraph traffic, int[] serverOf) {
    double[] rates = new double[layers.levels() + 1];
    for (int vm = 0; vm < traffic.vms(); vm++) {
      for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
        rates[level(serverOf, vm, traffic.peer(i))] += traffic.rate(i) / 2;
      }
    }
    return rates;
  }

  /** {@return the highest level at which a VM talks to anyone; 0 when to none} */
  public int highestLevel(TrafficGraph traffic, int[] serverOf, int vm) {
    int highest = 0;
    for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
      highest = Math.max(highest, level(serverOf, vm, traffic.peer(i)));
    }
    return highest;
  }

  private int level(int[] serverOf, int vm, int peer) {
    return layers.level(serverOf[vm], serverOf[peer]);
  }
}
