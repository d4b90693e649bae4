package dev.drover.decide.communication;

import java.util.Arrays;

/**
 * S-CORE's migration decision for the VM that holds the token (section III-F, eq. 2): servers of
 * its neighbours are candidates, in the order that {@link CandidateRule} describes, and the VM
 * migrates when the cost falls by more than c_m:
 *
 * <pre>2 Σ λ(z, u) · (Σ c_i up to the level now − Σ c_i up to the level then) &gt; c_m</pre>
 *
 * <p>Made for millions of decisions: nothing is allocated. One thread, one instance.
 */
public final class Relocation {
  private final Layers layers;
  private final LevelWeights weights;
  private final CandidateRule rule;
  private final int[] order;
  private final long[] keys;
  private final int[] seen;
  private int server;
  private double gain;

  /**
   * A decider for VMs with at most {@code mostPeers} peers.
   *
   * @throws IllegalArgumentException when a level has no weight
   */
  public Relocation(Layers layers, LevelWeights weights, CandidateRule rule, int mostPeers) {
    this.layers = layers;
    this.weights = weights.checkedFor(layers);
    this.rule = rule;
    this.order = new int[mostPeers];
    this.keys = new long[mostPeers];
    this.seen = new int[mostPeers];
  }

  /**
   * Decides for one VM.
   *
   * @param serverOf each VM's server
   * @return whether it migrates: to {@link #server}, by which the cost falls by {@link #gain}
   */
  public boolean decide(
      TrafficGraph traffic, int[] serverOf, int vm, Room room, MigrationPrice price) {
    int own = serverOf[vm];
    int candidates = candidates(traffic, serverOf, vm, own);
    if (candidates == 0) {
      return false;
    }
    double now = cost(traffic, serverOf, vm, own);
    boolean found = false;
    int known = 0;
    for (int i = 0; i < candidates; i++) {
      int candidate = serverOf[traffic.peer(order[i])];
      if (isSeen(candidate, known)) {
        continue;
      }
      seen[known++] = candidate;
      if (!room.fits(vm, candidate)) {
        continue;
      }
      double falls = 2 * (now - cost(traffic, serverOf, vm, candidate));
      if (falls > price.of(vm, candidate) && (!found || falls > gain)) {
        found = true;
        server = candidate;
        gain = falls;
      }
      if (rule == CandidateRule.FIRST_WITH_ROOM
          || (found && rule == CandidateRule.FIRST_THAT_LOWERS)) {
        break;
      }
    }
    return found;
  }

  /** {@return where the VM goes, when the last {@link #decide} said that it migrates} */
  public int server() {
    return server;
  }

  /** {@return by how much the total cost falls then, c_m not deducted} */
  public double gain() {
    return gain;
  }

  /** Orders the places of the peers that are on other servers; {@return how many there are}. */
  private int candidates(TrafficGraph traffic, int[] serverOf, int vm, int own) {
    int count = 0;
    for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
      int level = layers.level(own, serverOf[traffic.peer(i)]);
      if (level == 0) {
        continue;
      }
      // Rates are above zero, and the bits of such floats are in the order of the floats.
      long key = (long) level << Integer.SIZE | Float.floatToRawIntBits(traffic.rate(i));
      int at = count++;
      while (at > 0 && keys[at - 1] < key) {
        keys[at] = keys[at - 1];
        order[at] = order[at - 1];
        at--;
      }
      keys[at] = key;
      order[at] = i;
    }
    return count;
  }

  private boolean isSeen(int candidate, int known) {
    for (int i = 0; i < known; i++) {
      if (seen[i] == candidate) {
        return true;
      }
    }
    return false;
  }

  /** What the VM's communication would cost from {@code from}, counted once. */
  private double cost(TrafficGraph traffic, int[] serverOf, int vm, int from) {
    double cost = 0;
    for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
      cost += traffic.rate(i) * weights.sum(layers.level(from, serverOf[traffic.peer(i)]));
    }
    return cost;
  }

  /**
   * {@return the VMs by what a migration now would gain, the most first, those of equal gain by
   * number: the order of the centralised global token policy (section II)}
   */
  public int[] byGain(TrafficGraph traffic, int[] serverOf, Room room, MigrationPrice price) {
    long[] sorted = new long[traffic.vms()];
    for (int vm = 0; vm < sorted.length; vm++) {
      float gains = decide(traffic, serverOf, vm, room, price) ? (float) gain : 0;
      sorted[vm] = (long) (Integer.MAX_VALUE - Float.floatToRawIntBits(gains)) << 32 | vm;
    }
    Arrays.sort(sorted);
    int[] vms = new int[sorted.length];
    for (int i = 0; i < vms.length; i++) {
      vms[i] = (int) sorted[i];
    }
    return vms;
  }
}
