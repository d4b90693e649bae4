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
  private final CandidateRule rule;

  /** What a byte costs between servers whose places differ in so many bits. */
  private final double[] costOfBits;

  private final byte[] levelOfBits;

  /** The peers of the VM that is looked at: where they are, and what they exchange with it. */
  private final int[] places;

  private final float[] rates;
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
    this.rule = rule;
    this.levelOfBits = layers.levelOfBits();
    this.costOfBits = new double[levelOfBits.length];
    LevelWeights checked = weights.checkedFor(layers);
    for (int bits = 0; bits < costOfBits.length; bits++) {
      costOfBits[bits] = checked.sum(levelOfBits[bits]);
    }
    this.places = new int[mostPeers];
    this.rates = new float[mostPeers];
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
    int own = layers.place(serverOf[vm]);
    int first = traffic.from(vm);
    int peers = traffic.to(vm) - first;
    int candidates = candidates(traffic, serverOf, first, peers, own);
    if (candidates == 0) {
      return false;
    }
    double now = cost(peers, own);
    boolean found = false;
    int known = 0;
    for (int i = 0; i < candidates; i++) {
      int place = places[order[i]];
      if (isSeen(place, known)) {
        continue;
      }
      seen[known++] = place;
      int candidate = serverOf[traffic.peer(first + order[i])];
      if (!room.fits(vm, candidate)) {
        continue;
      }
      double falls = 2 * (now - cost(peers, place));
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

  /** Looks up all peers and orders those on other servers; {@return how many these are}. */
  private int candidates(TrafficGraph traffic, int[] serverOf, int first, int peers, int own) {
    int count = 0;
    for (int i = 0; i < peers; i++) {
      places[i] = layers.place(serverOf[traffic.peer(first + i)]);
      rates[i] = traffic.rate(first + i);
      int level = levelOfBits[bits(own ^ places[i])];
      if (level == 0) {
        continue;
      }
      // Rates are above zero, and the bits of such floats are in the order of the floats.
      long key = (long) level << Integer.SIZE | Float.floatToRawIntBits(rates[i]);
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

  private boolean isSeen(int place, int known) {
    for (int i = 0; i < known; i++) {
      if (seen[i] == place) {
        return true;
      }
    }
    return false;
  }

  /** What the VM's communication would cost from {@code place}, counted once. */
  private double cost(int peers, int place) {
    double cost = 0;
    for (int i = 0; i < peers; i++) {
      cost += rates[i] * costOfBits[bits(place ^ places[i])];
    }
    return cost;
  }

  private static int bits(int difference) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(difference);
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
