package dev.drover.simulate.placement.partition;

import dev.drover.decide.communication.TrafficGraph;

/**
 * Nodes with sizes and edges with weights. An edge stands with both its nodes; those of a node are
 * at {@code starts[node]} to before {@code starts[node + 1]}.
 */
final class Graph {
  final int[] starts;
  final int[] ends;
  final float[] weights;
  final int[] sizes;

  Graph(int[] starts, int[] ends, float[] weights, int[] sizes) {
    this.starts = starts;
    this.ends = ends;
    this.weights = weights;
    this.sizes = sizes;
  }

  int nodes() {
    return sizes.length;
  }

  /** {@return the sum of all sizes} */
  int size() {
    int size = 0;
    for (int one : sizes) {
      size += one;
    }
    return size;
  }

  /**
   * {@return the graph of those of {@code vms} between whom there is traffic; a node is a place in
   * that array}
   *
   * @param places of as many numbers as there are VMs, all −1; they are so again in the end
   */
  static Graph of(TrafficGraph traffic, int[] vms, int[] places) {
    for (int i = 0; i < vms.length; i++) {
      places[vms[i]] = i;
    }
    int[] starts = new int[vms.length + 1];
    for (int i = 0; i < vms.length; i++) {
      int count = 0;
      for (int at = traffic.from(vms[i]); at < traffic.to(vms[i]); at++) {
        count += places[traffic.peer(at)] >= 0 ? 1 : 0;
      }
      starts[i + 1] = starts[i] + count;
    }
    int[] ends = new int[starts[vms.length]];
    float[] weights = new float[ends.length];
    int[] sizes = new int[vms.length];
    int next = 0;
    for (int i = 0; i < vms.length; i++) {
      sizes[i] = 1;
      for (int at = traffic.from(vms[i]); at < traffic.to(vms[i]); at++) {
        int place = places[traffic.peer(at)];
        if (place >= 0) {
          ends[next] = place;
          weights[next++] = traffic.rate(at);
        }
      }
    }
    for (int vm : vms) {
      places[vm] = -1;
    }
    return new Graph(starts, ends, weights, sizes);
  }

  /** {@return the graph of the nodes on one side, and which they are, in that order} */
  Graph part(byte[] side, int which, int[] nodes) {
    int[] places = new int[nodes()];
    int edges = 0;
    for (int i = 0; i < nodes.length; i++) {
      places[nodes[i]] = i;
      edges += starts[nodes[i] + 1] - starts[nodes[i]];
    }
    int[] partStarts = new int[nodes.length + 1];
    int[] partEnds = new int[edges];
    float[] partWeights = new float[edges];
    int[] partSizes = new int[nodes.length];
    int next = 0;
    for (int i = 0; i < nodes.length; i++) {
      int node = nodes[i];
      partSizes[i] = sizes[node];
      for (int at = starts[node]; at < starts[node + 1]; at++) {
        if (side[ends[at]] == which) {
          partEnds[next] = places[ends[at]];
          partWeights[next++] = weights[at];
        }
      }
      partStarts[i + 1] = next;
    }
    return new Graph(partStarts, partEnds, partWeights, partSizes);
  }
}
