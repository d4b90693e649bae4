package dev.drover.xia.transport;

import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Two ends of a stream over two links in virtual time: each has a rate, a drop-tail queue, a delay,
 * and loses, repeats and delays packets by chance. What the ends cannot take is a failure.
 */
final class VirtualLink {
  static final int SEGMENT = 16_000;
  private static final long START = 1_000_000_000L;

  double loss;
  double repeat;
  double late;
  long delayNanos = 500_000;
  double bytesPerSecond = 25e6;
  long queueBytes = 256 * 1024;
  boolean frozen;

  final Transfer[] ends = new Transfer[2];
  long now = START;
  long dropped;

  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final long[] linkFreeAt = {START, START};
  private long order;
  private final Segment out = new Segment();

  private record Event(long at, long order, int to, Segment segment, ByteBuffer data)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  VirtualLink(long seed, StreamOptions options) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < 2; i++) {
      ends[i] = new Transfer(options, SEGMENT, options.receiveBuffer(), 2 * delayNanos, now);
    }
  }

  /** Sends what an end wants to send. */
  void settle(int from) {
    while (ends[from].next(out, SEGMENT, now)) {
      ByteBuffer wire = ByteBuffer.allocate(Segment.MAX_BYTES + out.length);
      out.write(wire);
      ends[from].copy(out, wire);
      byte[] bytes = new byte[wire.position()];
      wire.get(0, bytes);
      transmit(1 - from, bytes);
    }
  }

  private void transmit(int to, byte[] bytes) {
    double nanosPerByte = 1e9 / bytesPerSecond;
    long queued = (long) (Math.max(0, linkFreeAt[to] - now) / nanosPerByte);
    if (queued + bytes.length > queueBytes || random.nextDouble() < loss) {
      dropped++;
      return;
    }
    linkFreeAt[to] = Math.max(now, linkFreeAt[to]) + (long) (bytes.length * nanosPerByte);
    int copies = random.nextDouble() < repeat ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long extra = random.nextDouble() < late ? random.nextLong(20 * delayNanos) : 0;
      ByteBuffer wire = ByteBuffer.wrap(bytes);
      Segment segment = Segment.read(wire);
      byte[] data = new byte[segment.length];
      wire.get(data);
      events.add(
          new Event(
              linkFreeAt[to] + delayNanos + extra, order++, to, segment, ByteBuffer.wrap(data)));
    }
  }

  /**
   * Goes to the next thing that happens, at most to {@code until}; end 1 does not run if frozen.
   */
  void step(long until) {
    long at = ends[0].deadline(now);
    if (!frozen) {
      at = Math.min(at, ends[1].deadline(now));
    }
    Event event = events.peek();
    if (event != null && event.at <= at) {
      at = event.at;
    }
    now = Math.max(now, Math.min(at, until));
    while (event != null && event.at <= now) {
      events.poll();
      deliver(event);
      event = events.peek();
    }
    for (int i = 0; i < (frozen ? 1 : 2); i++) {
      ends[i].onTime(now).ifPresent(reason -> fail("over: " + reason));
      settle(i);
    }
  }

  private void deliver(Event event) {
    if (frozen && event.to == 1) {
      return;
    }
    if (!ends[event.to].receive(event.segment, event.data.duplicate(), now)) {
      fail("a segment that was sent was refused");
    }
  }

  private static void fail(String why) {
    throw new AssertionError(why);
  }

  long elapsed() {
    return now - START;
  }
}
