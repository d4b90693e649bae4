package dev.drover.simulate.fluid;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.util.Arrays;

/** A stream with a rate; what has arrived is what was sent one delay ago. */
final class FluidStream implements Stream {
  final int id;
  final int[] links;
  final TrafficKind kind;
  final String owner;
  private final FluidNetwork network;
  private final String source;
  private final String destination;
  private final StreamListener listener;
  private final long delay;
  private final Curve curve;

  /** The resources that it crosses, as of {@link #pathVersion}. */
  int[] path = {};

  int pathVersion = -1;
  private boolean active;
  private boolean closed;
  private long written;
  private long limit = UNLIMITED;
  private double counted;

  private long lowWater;
  private boolean lowArmed;
  private boolean acknowledgementDue;
  private long announced;
  private long[] expected = new long[4];
  private int expectedCount;

  FluidStream(
      FluidNetwork network,
      int id,
      String source,
      String destination,
      int[] links,
      long delay,
      TrafficKind kind,
      String owner,
      StreamListener listener) {
    this.network = network;
    this.id = id;
    this.source = source;
    this.destination = destination;
    this.links = links;
    this.delay = delay;
    this.kind = kind;
    this.owner = owner;
    this.listener = listener;
    curve = new Curve(network.simulator().now(), 2 * delay);
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public String destination() {
    return destination;
  }

  @Override
  public void write(long bytes) {
    if (closed) {
      throw new IllegalStateException(
          "the stream from " + source + " to " + destination + " is closed");
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
    if (bytes > 0) {
      long sent = sent();
      written = Math.addExact(written, bytes);
      lowArmed |= written - sent > lowWater;
      acknowledgementDue = true;
      activate();
      network.retime(this);
    }
  }

  @Override
  public void limit(long bitsPerSecond) {
    if (bitsPerSecond < 0) {
      throw new IllegalArgumentException("limit must not be negative: " + bitsPerSecond);
    }
    if (closed) {
      return;
    }
    limit = bitsPerSecond;
    if (limit == 0) {
      deactivate(curve.at(network.simulator().now()));
    } else if (active) {
      network.limit(this);
    } else {
      activate();
    }
    network.retime(this);
  }

  @Override
  public void lowWater(long bytes) {
    lowWater = bytes;
    lowArmed |= written - sent() > bytes;
    network.retime(this);
  }

  @Override
  public void expect(long position) {
    if (position > announced) {
      addExpected(position);
      network.retime(this);
    }
  }

  @Override
  public long written() {
    return written;
  }

  @Override
  public long sent() {
    return Math.min(written, curve.bytesAt(network.simulator().now()));
  }

  @Override
  public long acknowledged() {
    return Math.min(written, curve.bytesAt(network.simulator().now() - 2 * delay));
  }

  @Override
  public long delivered() {
    return Math.min(written, curve.bytesAt(network.simulator().now() - delay));
  }

  @Override
  public long wireBytes() {
    return Math.round(progress() * network.config().overhead());
  }

  @Override
  public double payloadShare() {
    return network.config().payloadShare();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      deactivate(progress());
      network.closed(this);
    }
  }

  /** {@return the limit on the wire in bits each second, infinite if there is none} */
  double wireLimit() {
    return limit == UNLIMITED ? Double.POSITIVE_INFINITY : limit * network.config().overhead();
  }

  /** {@return payload bytes sent and not yet counted on the links} */
  double uncounted() {
    return progress() - counted;
  }

  /** Has the stream send {@code rate} payload bytes in each picosecond from now on. */
  void rate(double rate) {
    turn(progress(), rate);
    network.retime(this);
  }

  /** {@return when something is to be told or the backlog is empty, or {@link SimTime#NEVER}} */
  long next() {
    if (closed) {
      return SimTime.NEVER;
    }
    long next = active ? curve.timeOf(written) : SimTime.NEVER;
    if (lowArmed) {
      next = Math.min(next, curve.timeOf(written - lowWater));
    }
    if (announced < written || expectedCount > 0) {
      next = Math.min(next, later(curve.timeOf(nextExpected()), delay));
    }
    if (acknowledgementDue) {
      next = Math.min(next, later(curve.timeOf(written), 2 * delay));
    }
    return next;
  }

  /** Tells what has come due. */
  void act(long now) {
    if (active && curve.timeOf(written) <= now) {
      deactivate((double) written);
    }
    if (lowArmed && curve.timeOf(written - lowWater) <= now) {
      lowArmed = false;
      addExpected(written);
      listener.backlogLow(this);
    }
    if (!closed
        && (announced < written || expectedCount > 0)
        && later(curve.timeOf(nextExpected()), delay) <= now) {
      announced = nextExpected();
      dropExpected();
      listener.delivered(this);
    }
    if (!closed && acknowledgementDue && later(curve.timeOf(written), 2 * delay) <= now) {
      acknowledgementDue = false;
      listener.allAcknowledged(this);
    }
    network.retime(this);
  }

  private double progress() {
    return Math.min((double) written, curve.at(network.simulator().now()));
  }

  private void activate() {
    if (!active && limit > 0 && written > progress()) {
      active = true;
      network.activate(this);
    }
  }

  private void deactivate(double sent) {
    if (active) {
      active = false;
      turn(sent, 0);
      network.deactivate(this);
    }
  }

  private void turn(double sent, double rate) {
    network.count(this, sent - counted);
    counted = sent;
    curve.turn(network.simulator().now(), sent, rate);
  }

  private long nextExpected() {
    if (expectedCount == 0) {
      return written;
    }
    return announced < written ? Math.min(written, expected[0]) : expected[0];
  }

  private void addExpected(long position) {
    int at = expectedCount;
    while (at > 0 && expected[at - 1] > position) {
      at--;
    }
    if (position <= announced || (at > 0 && expected[at - 1] == position)) {
      return;
    }
    if (expectedCount == expected.length) {
      expected = Arrays.copyOf(expected, expectedCount * 2);
    }
    System.arraycopy(expected, at, expected, at + 1, expectedCount - at);
    expected[at] = position;
    expectedCount++;
  }

  private void dropExpected() {
    int reached = 0;
    while (reached < expectedCount && expected[reached] <= announced) {
      reached++;
    }
    System.arraycopy(expected, reached, expected, 0, expectedCount - reached);
    expectedCount -= reached;
  }

  private static long later(long time, long span) {
    return time > SimTime.NEVER - span ? SimTime.NEVER : time + span;
  }
}
