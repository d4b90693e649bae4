package dev.drover.xia.migration;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many bytes of a connection may be taken from QEMU and not be acknowledged yet. No more than
 * keeps the path busy: QEMU takes what is in here for arrived, so at the stop-and-copy all of it
 * adds to the downtime. Twice what comes through in a round trip, but 2 MiB, which sender and
 * receiver need beside a guest that takes their processors, and at most 16 MiB.
 *
 * <p>In later passes than the first, which carries most, the VM may stop at any time: then it is
 * twice what comes through in the shortest round trip seen, but 256 KiB. Beside post-copy it is
 * once that, but 128 KiB: a page that a vCPU waits for goes on a connection of its own, but on the
 * same path, behind all that is under way. A mebibyte at 200 Mbit/s is 42 ms for each of hundreds
 * of pages.
 */
final class Window {
  static final long LEAST = 2 << 20;

  static final long MOST = 16 << 20;

  static final long LEAST_BEFORE_STOP = 256 << 10;

  static final long LEAST_BESIDE_FAULTS = 128 << 10;

  private static final long INTERVAL_NANOS = 50_000_000;

  /** Of the best rate, remembered from one interval to the next. */
  private static final double MEMORY = 0.9;

  /** What a piece costs beside its bytes, so that tiny ones are bounded too. */
  private static final int PIECE_OVERHEAD = 256;

  /** What its bytes are in the way of; in the order in which a migration gets there. */
  enum Stage {
    BULK,
    /** The VM may stop at any time. */
    BEFORE_STOP,
    /** Pages that vCPUs wait for share the path. */
    BESIDE_FAULTS
  }

  private final LongSupplier nanoTime;
  private final Supplier<Duration> roundTrip;
  private long outstanding;
  private long limit;
  private long intervalBegin;
  private long released;
  private double bytesPerNano;
  private long shortestRoundTrip = Long.MAX_VALUE;
  private Stage stage = Stage.BULK;

  Window(LongSupplier nanoTime, Supplier<Duration> roundTrip) {
    this.nanoTime = nanoTime;
    this.limit = LEAST;
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
      long lasting = roundTrip.get().toNanos();
      shortestRoundTrip = Math.min(shortestRoundTrip, lasting);
      limit = useful(lasting);
      intervalBegin = now;
      released = 0;
    }
    notifyAll();
  }

  private long useful(long lasting) {
    double once = bytesPerNano * shortestRoundTrip;
    return switch (stage) {
      case BULK -> Math.clamp((long) (2 * bytesPerNano * lasting), LEAST, MOST);
      case BEFORE_STOP -> Math.clamp((long) (2 * once), LEAST_BEFORE_STOP, MOST);
      case BESIDE_FAULTS -> Math.clamp((long) once, LEAST_BESIDE_FAULTS, MOST);
    };
  }

  /** One that is behind already changes nothing: word of a pass may come after post-copy's. */
  synchronized void enter(Stage next) {
    if (next.compareTo(stage) <= 0) {
      return;
    }
    stage = next;
    shortestRoundTrip = Math.min(shortestRoundTrip, roundTrip.get().toNanos());
    limit = useful(shortestRoundTrip);
  }

  synchronized long limit() {
    return limit;
  }
}
