package dev.drover.simulate.placement.partition;

import java.util.Arrays;
import java.util.SplittableRandom;

/** One step of coarsening: nodes are merged in pairs along heavy edges. */
final class Coarsening {
  private final Graph fine;
  private final Graph coarse;
  private final int[] merged;

  private Coarsening(Graph fine, Graph coarse, int[] merged) {
    this.fine = fine;
    this.coarse = coarse;
    this.merged = merged;
  }

  Graph fine() {
    return fine;
  }

  Graph coarse() {
    return coarse;
  }

  /** {@return the sides of the fine nodes: those of what they were merged into} */
  byte[] sides(byte[] coarseSides) {
    byte[] sides = new byte[merged.length];
    for (int node = 0; node < sides.length; node++) {
      sides[node] = coarseSides[merged[node]];
    }
    return sides;
  }

  /**
   * Merges each node with the one that it has the heaviest edge with of those still free; those
   * without edges with each other.
   *
   * @param largest size that a merged node may have
   */
  static Coarsening of(Graph fine, int largest, SplittableRandom random) {
    int nodes = fine.nodes();
    int[] partner = new int[nodes];
    Arrays.fill(partner, -1);
    int[] order = order(nodes, random);
    int lonely = -1;
    for (int node : order) {
      if (partner[node] >= 0) {
        continue;
      }
      int best = node;
      float most = 0;
      for (int at = fine.starts[node]; at < fine.starts[node + 1]; at++) {
        int end = fine.ends[at];
        if (partner[end] < 0
            && fine.weights[at] > most
            && end != node
            && fine.sizes[node] + fine.sizes[end] <= largest) {
          most = fine.weights[at];
          best = end;
        }
      }
      if (best == node && fine.starts[node] == fine.starts[node + 1]) {
        if (lonely < 0) {
          lonely = node;
          continue;
        }
        if (fine.sizes[node] + fine.sizes[lonely] <= largest) {
          best = lonely;
          lonely = -1;
        }
      }
      partner[node] = best;
      partner[best] = node;
    }
    if (lonely >= 0) {
      partner[lonely] = lonely;
    }
    return merge(fine, partner);
  }

  private static int[] order(int nodes, SplittableRandom random) {
    int[] order = new int[nodes];
    for (int i = 0; i < nodes; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static Coarsening merge(Graph fine, int[] partner) {
    int nodes = fine.nodes();
    int[] merged = new int[nodes];
    int count = 0;
    for (int node = 0; node < nodes; node++) {
      if (partner[node] >= node) {
        merged[node] = count;
        merged[partner[node]] = count++;
      }
    }
    int[] starts = new int[count + 1];
    int[] sizes = new int[count];
    int[] ends = new int[fine.ends.length];
    float[] weights = new float[fine.ends.length];
    int[] place = new int[count];
    Arrays.fill(place, -1);
    int next = 0;
    for (int node = 0; node < nodes; node++) {
      if (partner[node] < node) {
        continue;
      }
      int made = merged[node];
      int first = next;
      for (int half = node; ; half = partner[node]) {
        sizes[made] += fine.sizes[half];
        for (int at = fine.starts[half]; at < fine.starts[half + 1]; at++) {
          int end = merged[fine.ends[at]];
          if (end == made) {
            continue;
          }
          if (place[end] < first) {
            place[end] = next;
            ends[next] = end;
            weights[next++] = fine.weights[at];
          } else {
            weights[place[end]] += fine.weights[at];
          }
        }
        if (half == partner[node]) {
          break;
        }
      }
      starts[made + 1] = next;
    }
    Graph coarse =
        new Graph(starts, Arrays.copyOf(ends, next), Arrays.copyOf(weights, next), sizes);
    return new Coarsening(fine, coarse, merged);
  }
}
