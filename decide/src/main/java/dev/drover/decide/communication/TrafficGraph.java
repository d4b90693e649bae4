package dev.drover.decide.communication;

import java.util.Arrays;

/**
 * Who talks to whom, and how much: λ(u, v) of S-CORE, for pairs of VMs that talk at all, in bytes a
 * second, both directions together. Each pair stands with either VM, so its peers are one run of
 * places: {@code for (int i = from(vm); i < to(vm); i++) peer(i), rate(i)}. 8 bytes for each peer
 * of each VM, 4 for each VM.
 */
public final class TrafficGraph {
  private final int[] starts;
  private final int[] peers;
  private final float[] rates;

  private TrafficGraph(int[] starts, int[] peers, float[] rates) {
    this.starts = starts;
    this.peers = peers;
    this.rates = rates;
  }

  /** {@return how many VMs there are, numbered from 0} */
  public int vms() {
    return starts.length - 1;
  }

  /** {@return how many places there are in all: twice the pairs} */
  public int places() {
    return peers.length;
  }

  /** {@return the first place of a VM's peers} */
  public int from(int vm) {
    return starts[vm];
  }

  /** {@return the place after the last of a VM's peers} */
  public int to(int vm) {
    return starts[vm + 1];
  }

  /** {@return the peer at a place} */
  public int peer(int place) {
    return peers[place];
  }

  /** {@return the traffic with the peer at a place, bytes a second} */
  public float rate(int place) {
    return rates[place];
  }

  /** {@return the traffic of a VM with all its peers, bytes a second} */
  public double load(int vm) {
    double load = 0;
    for (int i = starts[vm]; i < starts[vm + 1]; i++) {
      load += rates[i];
    }
    return load;
  }

  /** {@return the most peers that a VM has} */
  public int mostPeers() {
    int most = 0;
    for (int vm = 0; vm < vms(); vm++) {
      most = Math.max(most, starts[vm + 1] - starts[vm]);
    }
    return most;
  }

  /** Collects pairs. A pair that comes twice counts twice. */
  public static final class Builder {
    private final int[] degrees;
    private int[] ones = new int[1 << 10];
    private int[] others = new int[1 << 10];
    private float[] rates = new float[1 << 10];
    private int size;

    /** Starts without any pair of {@code vms} VMs. */
    public Builder(int vms) {
      degrees = new int[vms + 1];
    }

    /**
     * Adds a pair.
     *
     * @param rate bytes a second, both directions together; above zero
     */
    public Builder add(int one, int other, double rate) {
      if (one == other || !(rate > 0 && rate < Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "VMs " + one + " and " + other + " cannot exchange " + rate + " bytes a second");
      }
      degrees[one]++;
      degrees[other]++;
      if (size == ones.length) {
        int more = size + (size >> 1);
        ones = Arrays.copyOf(ones, more);
        others = Arrays.copyOf(others, more);
        rates = Arrays.copyOf(rates, more);
      }
      ones[size] = one;
      others[size] = other;
      rates[size++] = (float) rate;
      return this;
    }

    /** {@return the graph; the builder must not be used after} */
    public TrafficGraph build() {
      int[] starts = new int[degrees.length];
      for (int vm = 1; vm < starts.length; vm++) {
        starts[vm] = Math.addExact(starts[vm - 1], degrees[vm - 1]);
      }
      int[] next = Arrays.copyOf(starts, starts.length);
      int[] peers = new int[2 * size];
      float[] both = new float[2 * size];
      for (int i = 0; i < size; i++) {
        int place = next[ones[i]]++;
        peers[place] = others[i];
        both[place] = rates[i];
        place = next[others[i]]++;
        peers[place] = ones[i];
        both[place] = rates[i];
      }
      return new TrafficGraph(starts, peers, both);
    }
  }
}
