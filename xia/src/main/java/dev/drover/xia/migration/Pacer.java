package dev.drover.xia.migration;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets bytes out at a rate, over all connections of a migration. Safe for use by many threads. */
final class Pacer {
  /** What was not used for so long may be used at once, for the clock's grain. */
  private static final long BURST_NANOS = 10_000_000;

  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private double bytesPerSecond = Double.POSITIVE_INFINITY;
  private long nextAt;

  Pacer(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.nextAt = nanoTime.getAsLong();
  }

  /** From now on; below 1 for no limit. */
  synchronized void rate(long newBytesPerSecond) {
    double wanted = newBytesPerSecond < 1 ? Double.POSITIVE_INFINITY : newBytesPerSecond;
    long now = nanoTime.getAsLong();
    boolean scales = Double.isFinite(bytesPerSecond) && Double.isFinite(wanted);
    double debt = scales ? Math.max(0, nextAt - now) * (bytesPerSecond / wanted) : 0;
    // What was let out already is waited for at the new rate.
    nextAt = now + (long) debt;
    bytesPerSecond = wanted;
    notifyAll();
  }

  /** {@return whether {@link #take} would wait} */
  synchronized boolean holdsBack() {
    return nextAt - nanoTime.getAsLong() > 0;
  }

  /** Waits until bytes may go. */
  synchronized void take(int bytes) throws InterruptedException {
    for (long wait = nextAt - nanoTime.getAsLong();
        wait > 0;
        wait = nextAt - nanoTime.getAsLong()) {
      TimeUnit.NANOSECONDS.timedWait(this, wait);
    }
    nextAt = Math.max(nextAt, nanoTime.getAsLong() - BURST_NANOS);
    nextAt += (long) (bytes * NANOS / bytesPerSecond);
  }

  /** Bytes that were taken did not go. */
  synchronized void giveBack(long bytes) {
    nextAt -= (long) (bytes * NANOS / bytesPerSecond);
    notifyAll();
  }
}
