package dev.drover.simulate.scenario;

import dev.drover.model.network.Route;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;

/** A packet network whose streams show their windows and deliveries to whom the watcher names. */
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
    StreamListener told =
        watcher
            .deliveries(owner)
            .<StreamListener>map(trace -> new Watched(listener, trace))
            .orElse(listener);
    Stream stream = packets.open(route, kind, owner, told);
    watcher.trace(owner).ifPresent(trace -> packets.trace(stream, trace));
    return stream;
  }

  @Override
  public long bytesSent(String node, String neighbour, TrafficKind kind) {
    return packets.bytesSent(node, neighbour, kind);
  }

  /** Passes on what a stream tells, and tells another of what arrived. */
  private final class Watched implements StreamListener {
    private final StreamListener listener;
    private final DeliveryTrace trace;

    Watched(StreamListener listener, DeliveryTrace trace) {
      this.listener = listener;
      this.trace = trace;
    }

    @Override
    public void backlogLow(Stream stream) {
      listener.backlogLow(stream);
    }

    @Override
    public void allAcknowledged(Stream stream) {
      listener.allAcknowledged(stream);
    }

    @Override
    public void delivered(Stream stream) {
      trace.delivered(packets.simulator().now(), stream.delivered());
      listener.delivered(stream);
    }
  }
}
