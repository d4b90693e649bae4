package dev.drover.simulate.scenario;

import dev.drover.model.network.Route;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;

/** A packet network whose streams show their windows to whoever the watcher names. */
final class TracedNetwork implements StreamNetwork {
  private final PacketNetwork packets;
  private final RunWatcher watcher;

  TracedNetwork(PacketNetwork packets, RunWatcher watcher) {
    this.packets = packets;
    this.watcher = watcher;
  }

  @Override
  public Simulator simulator() {
    return packets.simulator();
  }

  @Override
  public Stream open(Route route, TrafficKind kind, String owner, StreamListener listener) {
    Stream stream = packets.open(route, kind, owner, listener);
    watcher.trace(owner).ifPresent(trace -> packets.trace(stream, trace));
    return stream;
  }

  @Override
  public long bytesSent(String node, String neighbour, TrafficKind kind) {
    return packets.bytesSent(node, neighbour, kind);
  }
}
