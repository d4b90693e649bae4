package dev.drover.xia.migration;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many bytes of a connection may be taken from QEMU and not be acknowledged yet. No more than
 * keeps the path busy: QEMU takes what is in here for arrived, so at the stop-and-copy all of it
 * adds to the downtime. Twice what comes through in a round trip, but 1 MiB, as QEMU's own
 * connection over TCP has in its buffers, and at most 16 MiB.
 */
final class Window {
  static final long LEAST = 1 << 20;
  static final long MOST = 16 << 20;

  private static final long INTERVAL_NANOS = 50_000_000;

  /** Of the best rate, remembered from one interval to the next. */
  private static final double MEMORY = 0.9;

  /** What a piece costs beside its bytes, so that tiny ones are bounded too. */
  private static final int PIECE_OVERHEAD = 256;

  private final LongSupplier nanoTime;
  private final Supplier<Duration> roundTrip;
  private long outstanding;
  private long limit = LEAST;
  private long intervalBegin;
  private long released;
  private double bytesPerNano;

  Window(LongSupplier nanoTime, Supplier<Duration> roundTrip) {
    this.nanoTime = nanoTime;
    this.roundTrip = roundTrip;
    this.intervalBegin = nanoTime.getAsLong();
  }

  /** {@return what a piece of so many bytes counts for, at both ends} */
  static long cost(int length) {
    return (long) length + PIECE_OVERHEAD;
  }

  /** Waits for room; for one piece there always is. */
  synchronized void acquire(long cost) throws InterruptedException {
    while (outstanding > 0 && outstanding + cost > limit) {
      wait();
    }
    outstanding += cost;
  }

  synchronized void release(long cost) {
    outstanding -= cost;
    released += cost;
    long now = nanoTime.getAsLong();
    long interval = now - intervalBegin;
    if (interval >= INTERVAL_NANOS) {
      bytesPerNano = Math.max(MEMORY * bytesPerNano, (double) released / interval);
      double useful = 2 * bytesPerNano * roundTrip.get().toNanos();
      limit = Math.clamp((long) useful, LEAST, MOST);
      intervalBegin = now;
      released = 0;
    }
    notifyAll();
  }

  synchronized long limit() {
    return limit;
  }
}
