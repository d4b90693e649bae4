package dev.drover.simulate.scenario;

import dev.drover.simulate.fluid.FluidNetwork;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.stream.StreamNetwork;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the parts of one run share. */
final class World {
  /** Ethernet: preamble, header, checksum and the gap between frames. */
  static final int FRAMING = 38;

  private final Simulator simulator = new Simulator();
  private final StreamNetwork network;
  private final @Nullable PacketNetwork packets;
  private final Router router;
  private final Seeds seeds;

  World(RunSpec spec, RunWatcher watcher) {
    seeds = new Seeds(spec.seed());
    packets =
        switch (spec.network()) {
          case PACKET -> new PacketNetwork(simulator, spec.topology(), spec.tcp(), FRAMING);
          case FLUID -> null;
        };
    network =
        packets == null
            ? new FluidNetwork(simulator, spec.topology())
            : new TracedNetwork(packets, watcher);
    if (packets != null) {
      packets.jitter(spec.jitter(), seeds);
    }
    router = new Router(spec, network, seeds);
  }

  Simulator simulator() {
    return simulator;
  }

  StreamNetwork network() {
    return network;
  }

  /** {@return the network with packets in it, if it has any} */
  Optional<PacketNetwork> packets() {
    return Optional.ofNullable(packets);
  }

  Router router() {
    return router;
  }

  Seeds seeds() {
    return seeds;
  }
}
