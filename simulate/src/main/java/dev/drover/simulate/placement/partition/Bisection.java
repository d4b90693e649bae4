package dev.drover.simulate.placement.partition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Divides a graph in two so that little weight is cut and neither side is too large. */
final class Bisection {
  /** So few nodes are divided at once. */
  private static final int COARSE = 60;

  /** Coarsening that leaves more than this part of the nodes is given up. */
  private static final double STALLED = 0.95;

  private static final int TRIES = 8;

  private Bisection() {}

  /**
   * {@return the side of each node, 0 or 1}
   *
   * @param zero how large side 0 may be
   * @param one how large side 1 may be; the nodes must be of size 1 for the limits to be kept
   */
  static byte[] sides(Graph graph, int zero, int one, SplittableRandom random) {
    int[] limits = {zero, one};
    int size = graph.size();
    int largest = Math.max(1, Math.min(zero, one) / 12);
    List<Coarsening> steps = new ArrayList<>();
    Graph last = graph;
    while (last.nodes() > COARSE) {
      Coarsening step = Coarsening.of(last, largest, random);
      if (step.coarse().nodes() > STALLED * last.nodes()) {
        break;
      }
      steps.add(step);
      last = step.coarse();
    }
    byte[] sides = first(last, size, limits, random);
    for (Coarsening step : steps.reversed()) {
      sides = step.sides(sides);
      new Refinement(step.fine(), sides, limits).run();
    }
    return sides;
  }

  private static byte[] first(Graph graph, int size, int[] limits, SplittableRandom random) {
    int target = (int) ((long) size * limits[0] / ((long) limits[0] + limits[1]));
    int tries = graph.nodes() > 20 * COARSE ? 2 : TRIES;
    byte[] best = new byte[0];
    double bestCut = Double.POSITIVE_INFINITY;
    int bestOver = Integer.MAX_VALUE;
    for (int i = 0; i < tries; i++) {
      byte[] sides = grow(graph, target, random);
      Refinement refinement = new Refinement(graph, sides, limits);
      refinement.run();
      double cut = refinement.cut();
      if (refinement.over() < bestOver || (refinement.over() == bestOver && cut < bestCut)) {
        best = sides;
        bestCut = cut;
        bestOver = refinement.over();
      }
    }
    return best;
  }

  /** Side 0 grows from a node by lot, always by the node whose coming cuts least. */
  private static byte[] grow(Graph graph, int target, SplittableRandom random) {
    int nodes = graph.nodes();
    byte[] sides = new byte[nodes];
    Arrays.fill(sides, (byte) 1);
    int[] placeOf = new int[nodes];
    Arrays.fill(placeOf, -1);
    float[] gains = new float[nodes];
    GainHeap heap = new GainHeap(nodes, placeOf, gains);
    int next = nodes == 0 ? 0 : random.nextInt(nodes);
    int filled = 0;
    int taken = 0;
    while (filled < target && taken < nodes) {
      int node;
      if (heap.isEmpty()) {
        while (sides[next] == 0) {
          next = next + 1 == nodes ? 0 : next + 1;
        }
        node = next;
      } else {
        node = heap.first();
        heap.remove(node);
      }
      sides[node] = 0;
      taken++;
      filled += graph.sizes[node];
      for (int at = graph.starts[node]; at < graph.starts[node + 1]; at++) {
        int end = graph.ends[at];
        if (sides[end] == 1) {
          if (placeOf[end] < 0) {
            heap.add(end, 2 * graph.weights[at] - all(graph, end));
          } else {
            heap.change(end, gains[end] + 2 * graph.weights[at]);
          }
        }
      }
    }
    return sides;
  }

  private static float all(Graph graph, int node) {
    float all = 0;
    for (int at = graph.starts[node]; at < graph.starts[node + 1]; at++) {
      all += graph.weights[at];
    }
    return all;
  }
}
