package dev.drover.xia.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What was refused, in the log and counted. Strangers decide how often it is called, so a second's
 * log lines are bounded; the count is not.
 */
final class Refusals {
  private static final Logger LOG = System.getLogger(Refusals.class.getPackageName());
  private static final int LINES_A_SECOND = 10;
  private static final long SECOND = 1_000_000_000;

  private final LongSupplier nanoTime;
  private final LongAdder count = new LongAdder();
  private long since;
  private int lines;

  Refusals(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /**
   * @param why a whole sentence: what was refused, of whom, for which reason
   */
  void add(Supplier<String> why) {
    count.increment();
    if (mayLog()) {
      LOG.log(Level.WARNING, why);
    }
  }

  private synchronized boolean mayLog() {
    long now = nanoTime.getAsLong();
    if (now - since >= SECOND) {
      since = now;
      lines = 0;
    }
    return lines++ < LINES_A_SECOND;
  }

  long count() {
    return count.sum();
  }
}
