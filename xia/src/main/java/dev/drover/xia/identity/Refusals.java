package dev.drover.xia.identity;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Log lines about what strangers sent and was refused. They decide how often that is, so of one
 * second only the first are written; how many more there were is said when the next is. Safe for
 * use by many threads.
 */
public final class Refusals {
  private static final int A_SECOND = 20;
  private static final long SECOND = 1_000_000_000;

  private final Logger log;
  private final LongSupplier nanoTime;
  private long begin;
  private int written;
  private long left;

  public Refusals(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  /**
   * Writes a line, unless too many were written just now.
   *
   * @param why a whole sentence: what was refused, of whom, for which reason
   */
  public synchronized void add(Supplier<String> why) {
    long now = nanoTime.getAsLong();
    if (now - begin >= SECOND) {
      if (left > 0) {
        log.log(Level.WARNING, "refused " + left + " more within a second");
      }
      begin = now;
      written = 0;
      left = 0;
    }
    if (written < A_SECOND) {
      written++;
      log.log(Level.WARNING, why);
    } else {
      left++;
    }
  }
}
