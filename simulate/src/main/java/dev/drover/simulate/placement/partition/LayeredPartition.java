package dev.drover.simulate.placement.partition;

import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.kernel.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Divides VMs among servers from the uppermost layer down: what goes to which groups is decided so
 * that little is said between these, and then for each group by itself. That loses nothing between
 * the steps, because what is said between groups costs the same wherever in them the VMs are.
 * Groups of more than two parts are divided in halves, quarters and so on. No server gets more VMs
 * than it has slots.
 */
public final class LayeredPartition {
  /** Which part of the free slots one side of a division may take for itself above the last one. */
  private static final double UNEVEN = 0.5;

  private final Layers layers;
  private final int[] servers;
  private final long[] slotsBefore;
  private final int[] serverOf;
  private final Seeds seeds;

  private LayeredPartition(Layers layers, Capacity capacity, int vms, long seed) {
    this.layers = layers;
    this.servers = sorted(layers);
    this.slotsBefore = new long[servers.length + 1];
    for (int i = 0; i < servers.length; i++) {
      slotsBefore[i + 1] = slotsBefore[i] + capacity.slots(servers[i]);
    }
    this.serverOf = new int[vms];
    this.seeds = new Seeds(seed);
  }

  /**
   * {@return each VM's server}
   *
   * @throws IllegalArgumentException when there are more VMs than slots
   */
  public static int[] serverOf(Layers layers, TrafficGraph traffic, Capacity capacity, long seed) {
    if (traffic.vms() > capacity.slots()) {
      throw new IllegalArgumentException(
          traffic.vms() + " VMs do not fit in " + capacity.slots() + " slots");
    }
    LayeredPartition partition = new LayeredPartition(layers, capacity, traffic.vms(), seed);
    int[] vms = new int[traffic.vms()];
    int[] places = new int[traffic.vms()];
    for (int vm = 0; vm < vms.length; vm++) {
      vms[vm] = vm;
    }
    Arrays.fill(places, -1);
    partition.divide(
        Graph.of(traffic, vms, places), vms, 0, partition.servers.length, layers.levels());
    return partition.serverOf;
  }

  /** {@return the servers so that those of each group stand together} */
  private static int[] sorted(Layers layers) {
    long[] keys = new long[layers.servers()];
    for (int server = 0; server < keys.length; server++) {
      keys[server] = (long) layers.group(server, 0) << Integer.SIZE | server;
    }
    Arrays.sort(keys);
    int[] servers = new int[keys.length];
    for (int i = 0; i < servers.length; i++) {
      servers[i] = (int) keys[i];
    }
    return servers;
  }

  /** Divides {@code vms} among the servers from place {@code from} to before {@code to}. */
  private void divide(Graph graph, int[] vms, int from, int to, int level) {
    if (vms.length == 0) {
      return;
    }
    if (to - from == 1) {
      for (int vm : vms) {
        serverOf[vm] = servers[from];
      }
      return;
    }
    int inner = level;
    while (same(from, to - 1, inner)) {
      inner--;
    }
    int middle = middle(from, to, inner);
    int zero = limit(vms.length, from, to, from, middle);
    int one = limit(vms.length, from, to, middle, to);
    byte[] side =
        Bisection.sides(graph, zero, one, new SplittableRandom(seeds.seed(from + "-" + to)));
    int[][] nodes = nodes(side);
    int[][] parts = new int[2][];
    Graph[] graphs = new Graph[2];
    for (int which = 0; which < 2; which++) {
      graphs[which] = graph.part(side, which, nodes[which]);
      parts[which] = nodes[which];
      for (int i = 0; i < parts[which].length; i++) {
        parts[which][i] = vms[parts[which][i]];
      }
    }
    divide(graphs[0], parts[0], from, middle, inner);
    divide(graphs[1], parts[1], middle, to, inner);
  }

  private boolean same(int one, int other, int level) {
    return layers.group(servers[one], level) == layers.group(servers[other], level);
  }

  /** {@return where a group of that level begins so that both sides have about as many slots} */
  private int middle(int from, int to, int level) {
    long half = (slotsBefore[from] + slotsBefore[to]) / 2;
    int best = -1;
    for (int place = from + 1; place < to; place++) {
      if (!same(place - 1, place, level)
          && (best < 0
              || Math.abs(slotsBefore[place] - half) < Math.abs(slotsBefore[best] - half))) {
        best = place;
      }
    }
    return best;
  }

  /** {@return how many VMs may go to a side of a range of servers} */
  private int limit(int vms, int from, int to, int sideFrom, int sideTo) {
    double slots = slotsBefore[to] - slotsBefore[from];
    long side = slotsBefore[sideTo] - slotsBefore[sideFrom];
    double fill = vms / slots;
    double uneven = to - from == 2 ? 1 : UNEVEN;
    return (int) Math.min(side, (long) Math.ceil(side * (fill + uneven * (1 - fill))));
  }

  private static int[][] nodes(byte[] side) {
    int ones = 0;
    for (byte one : side) {
      ones += one;
    }
    int[][] nodes = {new int[side.length - ones], new int[ones]};
    int[] next = new int[2];
    for (int node = 0; node < side.length; node++) {
      nodes[side[node]][next[side[node]]++] = node;
    }
    return nodes;
  }
}
