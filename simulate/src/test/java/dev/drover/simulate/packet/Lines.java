package dev.drover.simulate.packet;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.List;

/** Small topologies for tests. */
final class Lines {
  private Lines() {}

  /** {@return hosts a and b on two sides of a switch s; the narrow link is s–b} */
  static Topology bottleneck(String rate, Duration delay, int packets) {
    return new Topology(
        List.of(
            new Node("a", Node.Kind.HOST),
            new Node("b", Node.Kind.HOST),
            new Node("s", Node.Kind.SWITCH)),
        List.of(
            new Link("a", "s", BitRate.parse("10Gbit/s"), delay, new Buffer.Packets(100_000)),
            new Link("s", "b", BitRate.parse(rate), delay, new Buffer.Packets(packets))));
  }

  static Route across() {
    return new Route(List.of("a", "s", "b"));
  }
}
