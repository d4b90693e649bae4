package dev.drover.simulate.datacentre;

import dev.drover.decide.communication.TrafficGraph;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The average of the last observations of traffic: what S-CORE decides by, so that bursts shorter
 * than these together move nobody (section IV-B).
 */
public final class TrafficAverage {
  private final int window;
  private final Deque<TrafficGraph> last = new ArrayDeque<>();

  /**
   * Nothing has been observed.
   *
   * @param window how many observations count, at least 1
   */
  public TrafficAverage(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window must be at least 1: " + window);
    }
    this.window = window;
  }

  /** Takes the next observation; {@return the average of the last ones with it}. */
  public TrafficGraph add(TrafficGraph observed) {
    if (last.size() == window) {
      last.removeFirst();
    }
    last.addLast(observed);
    TrafficGraph.Builder builder = new TrafficGraph.Builder(observed.vms());
    double[] sums = new double[observed.vms()];
    int[] peers = new int[last.stream().mapToInt(TrafficGraph::mostPeers).sum()];
    for (int vm = 0; vm < sums.length; vm++) {
      int count = 0;
      for (TrafficGraph graph : last) {
        for (int i = graph.from(vm); i < graph.to(vm); i++) {
          int peer = graph.peer(i);
          if (peer > vm) {
            if (sums[peer] == 0) {
              peers[count++] = peer;
            }
            sums[peer] += graph.rate(i);
          }
        }
      }
      for (int i = 0; i < count; i++) {
        builder.add(vm, peers[i], sums[peers[i]] / last.size());
        sums[peers[i]] = 0;
      }
    }
    return builder.build();
  }
}
