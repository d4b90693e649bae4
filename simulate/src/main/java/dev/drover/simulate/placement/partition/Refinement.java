package dev.drover.simulate.placement.partition;

import java.util.Arrays;

/**
 * Moves nodes between two sides so that less weight is cut and neither side is larger than it may
 * be, after Fiduccia and Mattheyses (DAC'82): the best move first, also where it makes things worse
 * for a while, each node once in a pass, and back to where it was best. With heaps instead of
 * buckets, because weights are no small whole numbers, and nodes at the border only.
 */
final class Refinement {
  private static final int PASSES = 4;

  private final Graph graph;
  private final byte[] side;
  private final int[] limits;
  private final int[] filled = new int[2];
  private final float[] gains;
  private final int[] placeOf;
  private final boolean[] moved;
  private final int[] history;
  private final GainHeap[] heaps;
  private final int patience;

  /**
   * Refines in place.
   *
   * @param side of each node, 0 or 1
   * @param limits largest sizes of both sides
   */
  Refinement(Graph graph, byte[] side, int[] limits) {
    int nodes = graph.nodes();
    this.graph = graph;
    this.side = side;
    this.limits = limits;
    this.gains = new float[nodes];
    this.placeOf = new int[nodes];
    Arrays.fill(placeOf, -1);
    this.moved = new boolean[nodes];
    this.history = new int[nodes];
    this.heaps =
        new GainHeap[] {new GainHeap(nodes, placeOf, gains), new GainHeap(nodes, placeOf, gains)};
    this.patience = 50 + Math.min(nodes / 50, 500);
    for (int node = 0; node < nodes; node++) {
      filled[side[node]] += graph.sizes[node];
    }
  }

  void run() {
    for (int pass = 0; pass < PASSES; pass++) {
      if (!pass()) {
        return;
      }
    }
  }

  /** {@return by how much both sides together are too large} */
  int over() {
    return Math.max(0, filled[0] - limits[0]) + Math.max(0, filled[1] - limits[1]);
  }

  /** {@return the weight of edges between the sides} */
  double cut() {
    double cut = 0;
    for (int node = 0; node < graph.nodes(); node++) {
      for (int at = graph.starts[node]; at < graph.starts[node + 1]; at++) {
        cut += side[graph.ends[at]] != side[node] ? graph.weights[at] : 0;
      }
    }
    return cut / 2;
  }

  /** {@return whether anything is better than before} */
  private boolean pass() {
    Arrays.fill(moved, false);
    heaps[0].clear();
    heaps[1].clear();
    for (int node = 0; node < graph.nodes(); node++) {
      enter(node, over() > 0 && filled[side[node]] > limits[side[node]]);
    }
    double gained = 0;
    double best = 0;
    int startOver = over();
    int bestOver = startOver;
    int count = 0;
    int bestCount = 0;
    while (count - bestCount < patience) {
      int node = next();
      if (node < 0) {
        break;
      }
      gained += gains[node];
      move(node);
      history[count++] = node;
      int over = over();
      if (over < bestOver || (over == bestOver && gained > best + 1e-6 * Math.abs(best))) {
        bestOver = over;
        best = gained;
        bestCount = count;
      }
    }
    while (count > bestCount) {
      int node = history[--count];
      filled[side[node]] -= graph.sizes[node];
      side[node] ^= 1;
      filled[side[node]] += graph.sizes[node];
    }
    return bestOver < startOver || best > 0;
  }

  private void enter(int node, boolean always) {
    float gain = 0;
    boolean border = always;
    for (int at = graph.starts[node]; at < graph.starts[node + 1]; at++) {
      if (side[graph.ends[at]] == side[node]) {
        gain -= graph.weights[at];
      } else {
        gain += graph.weights[at];
        border = true;
      }
    }
    if (border) {
      heaps[side[node]].add(node, gain);
    }
  }

  /** {@return the node to move now; −1 when none may} */
  private int next() {
    for (int from = 0; from < 2; from++) {
      if (filled[from] > limits[from]) {
        return heaps[from].isEmpty() ? -1 : heaps[from].first();
      }
    }
    int zero = fitting(0);
    int one = fitting(1);
    if (zero < 0 || one < 0) {
      return Math.max(zero, one);
    }
    return gains[zero] >= gains[one] ? zero : one;
  }

  /** {@return the first of a side that the other has room for; others are passed over for good} */
  private int fitting(int from) {
    GainHeap heap = heaps[from];
    while (!heap.isEmpty()) {
      int node = heap.first();
      if (filled[1 - from] + graph.sizes[node] <= limits[1 - from]) {
        return node;
      }
      if (graph.sizes[node] == 1) {
        return -1;
      }
      heap.remove(node);
      moved[node] = true;
    }
    return -1;
  }

  private void move(int node) {
    int from = side[node];
    heaps[from].remove(node);
    moved[node] = true;
    filled[from] -= graph.sizes[node];
    filled[1 - from] += graph.sizes[node];
    side[node] = (byte) (1 - from);
    for (int at = graph.starts[node]; at < graph.starts[node + 1]; at++) {
      int end = graph.ends[at];
      if (moved[end]) {
        continue;
      }
      if (placeOf[end] < 0) {
        enter(end, false);
      } else {
        float change = 2 * graph.weights[at];
        heaps[side[end]].change(end, gains[end] + (side[end] == from ? change : -change));
      }
    }
  }
}
