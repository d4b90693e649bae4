package dev.drover.simulate.migration;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;

/**
 * A wire between {@code a} and {@code b} that each stream has to itself, as if there were no other:
 * a fixed rate, a fixed delay, nothing lost, no headers, a segment per event.
 */
final class LineNetwork implements StreamNetwork {
  static final Route ROUTE = new Route(List.of("a", "b"));

  private final Simulator simulator = new Simulator();
  private final BitRate rate;
  private final Duration delay;
  private final int segment;

  /** From {@code a}, and from {@code b}. */
  private final EnumMap<TrafficKind, long[]> sent = new EnumMap<>(TrafficKind.class);

  /** Bytes per second that the counters show beside the streams. */
  long othersBytesPerSecond;

  LineNetwork(BitRate rate, Duration delay, int segment) {
    this.rate = rate;
    this.delay = delay;
    this.segment = segment;
  }

  Topology topology() {
    return new Topology(
        List.of(
            new Topology.Node("a", Topology.Node.Kind.HOST),
            new Topology.Node("b", Topology.Node.Kind.HOST)),
        List.of(new Topology.Link("a", "b", rate, delay, new Topology.Buffer.Size(Bytes.of(1)))));
  }

  @Override
  public Simulator simulator() {
    return simulator;
  }

  @Override
  public Stream open(Route route, TrafficKind kind, String owner, StreamListener listener) {
    return new Line(route, kind, listener);
  }

  @Override
  public long bytesSent(String node, String neighbour, TrafficKind kind) {
    long others =
        kind == TrafficKind.WORKLOAD && node.equals("a")
            ? Math.round(othersBytesPerSecond * SimTime.toSeconds(simulator.now()))
            : 0;
    return counters(kind)[node.equals("a") ? 0 : 1] + others;
  }

  private long[] counters(TrafficKind kind) {
    return sent.computeIfAbsent(kind, _ -> new long[2]);
  }

  private final class Line implements Stream {
    private final Route route;
    private final TrafficKind kind;
    private final StreamListener listener;
    private final int transmitted = simulator.register(this::transmitted);
    private final int arrived = simulator.register(this::arrived);
    private final int acknowledgement = simulator.register(this::acknowledgement);
    private final ArrayDeque<Integer> travelling = new ArrayDeque<>();
    private final ArrayDeque<Integer> returning = new ArrayDeque<>();
    private long limit = UNLIMITED;
    private long lowWater;
    private long written;
    private long sentBytes;
    private long acknowledged;
    private long delivered;
    private int current;
    private boolean closed;

    Line(Route route, TrafficKind kind, StreamListener listener) {
      this.route = route;
      this.kind = kind;
      this.listener = listener;
    }

    private void transmit() {
      long backlog = written - sentBytes;
      if (current > 0 || backlog == 0 || limit == 0 || closed) {
        return;
      }
      current = (int) Math.min(segment, backlog);
      BitRate now = rate.min(BitRate.ofBitsPerSecond(limit));
      simulator.schedule(simulator.now() + SimTime.transmission(current, now), transmitted);
    }

    private void transmitted() {
      sentBytes += current;
      counters(kind)[source().equals("a") ? 0 : 1] += current;
      travelling.add(current);
      simulator.schedule(simulator.now() + SimTime.of(delay), arrived);
      long before = written - sentBytes + current;
      long after = written - sentBytes;
      current = 0;
      if (before > lowWater && after <= lowWater && !closed) {
        listener.backlogLow(this);
      }
      transmit();
    }

    private void arrived() {
      int bytes = travelling.remove();
      delivered += bytes;
      returning.add(bytes);
      simulator.schedule(simulator.now() + SimTime.of(delay), acknowledgement);
      if (!closed) {
        listener.delivered(this);
      }
    }

    private void acknowledgement() {
      acknowledged += returning.remove();
      if (acknowledged == written && !closed) {
        listener.allAcknowledged(this);
      }
    }

    @Override
    public String source() {
      return route.source();
    }

    @Override
    public String destination() {
      return route.destination();
    }

    @Override
    public void write(long bytes) {
      written += bytes;
      transmit();
    }

    @Override
    public void limit(long bitsPerSecond) {
      limit = bitsPerSecond;
      transmit();
    }

    @Override
    public void lowWater(long bytes) {
      lowWater = bytes;
    }

    @Override
    public long written() {
      return written;
    }

    @Override
    public long sent() {
      return sentBytes;
    }

    @Override
    public long acknowledged() {
      return acknowledged;
    }

    @Override
    public long delivered() {
      return delivered;
    }

    @Override
    public long wireBytes() {
      return sentBytes;
    }

    @Override
    public double payloadShare() {
      return 1;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
