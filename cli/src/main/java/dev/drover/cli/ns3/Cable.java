package dev.drover.cli.ns3;

import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.unit.BitRate;
import java.time.Duration;

/**
 * A kind of link.
 *
 * @param packets the room at each end, the packet being sent apart
 */
record Cable(BitRate rate, Duration delay, int packets) {
  static Cable of(long megabits, long delayMicroseconds, int packets) {
    return new Cable(
        BitRate.ofMegabitsPerSecond(megabits), Duration.ofNanos(delayMicroseconds * 1000), packets);
  }

  Link between(String left, String right) {
    return new Link(left, right, rate, delay, new Buffer.Packets(packets));
  }
}
