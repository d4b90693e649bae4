package dev.drover.simulate.migration;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;

/**
 * The links on a migration's way by the counters of their ports: what each can carry, and what all
 * but this migration sent over it since the last mark. The link with the least left counts.
 */
final class LinkWatch {
  private final StreamNetwork network;
  private final Route route;
  private final Stream stream;
  private final long[] capacity;
  private final long[] mark;
  private long ownMark;
  private long markedAt;
  private BitRate bottleneck = BitRate.ZERO;
  private BitRate usedByOthers = BitRate.ZERO;

  LinkWatch(StreamNetwork network, Topology topology, Route route, Stream stream) {
    this.network = network;
    this.route = route;
    this.stream = stream;
    int hops = route.nodes().size() - 1;
    this.capacity = new long[hops];
    this.mark = new long[hops];
    for (int hop = 0; hop < hops; hop++) {
      capacity[hop] = rate(topology, route.nodes().get(hop), route.nodes().get(hop + 1));
    }
  }

  private static long rate(Topology topology, String one, String other) {
    for (Topology.Link link : topology.links()) {
      if ((link.left().equals(one) && link.right().equals(other))
          || (link.left().equals(other) && link.right().equals(one))) {
        return link.rate().bitsPerSecond();
      }
    }
    throw new IllegalArgumentException("no link between " + one + " and " + other);
  }

  /** Starts to count. */
  void mark() {
    for (int hop = 0; hop < mark.length; hop++) {
      mark[hop] = total(hop);
    }
    ownMark = stream.wireBytes();
    markedAt = network.simulator().now();
  }

  /** Takes the mean since the mark and marks anew; with no time between, the figures stay. */
  void look() {
    double seconds = SimTime.toSeconds(network.simulator().now() - markedAt);
    if (seconds > 0) {
      long own = stream.wireBytes() - ownMark;
      double least = Double.POSITIVE_INFINITY;
      for (int hop = 0; hop < mark.length; hop++) {
        double others = Math.max(0, total(hop) - mark[hop] - own) * 8 / seconds;
        if (capacity[hop] - others < least) {
          least = capacity[hop] - others;
          bottleneck = BitRate.ofBitsPerSecond(capacity[hop]);
          usedByOthers = BitRate.ofBitsPerSecond(Math.round(others));
        }
      }
      mark();
    } else if (bottleneck.bitsPerSecond() == 0) {
      bottleneck = BitRate.ofBitsPerSecond(slowest());
    }
  }

  private long slowest() {
    long least = Long.MAX_VALUE;
    for (long rate : capacity) {
      least = Math.min(least, rate);
    }
    return least;
  }

  private long total(int hop) {
    String node = route.nodes().get(hop);
    String neighbour = route.nodes().get(hop + 1);
    return network.bytesSent(node, neighbour, TrafficKind.MIGRATION)
        + network.bytesSent(node, neighbour, TrafficKind.WORKLOAD);
  }

  BitRate capacity() {
    return bottleneck;
  }

  BitRate usedByOthers() {
    return usedByOthers;
  }
}
