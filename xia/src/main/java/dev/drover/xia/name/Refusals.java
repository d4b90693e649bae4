package dev.drover.xia.name;

import java.lang.System.Logger.Level;

/**
 * Log lines about what others sent and was refused; strangers may send any number, so of one second
 * only the first are written and the others counted. Safe for use by many threads.
 */
final class Refusals {
  private static final int A_SECOND = 20;
  private static final long SECOND = 1_000_000_000;

  private final System.Logger log;
  private long begin;
  private int written;
  private long left;

  Refusals(System.Logger log, long now) {
    this.log = log;
    this.begin = now;
  }

  void refused(long now, String what) {
    if (mayWrite(now)) {
      log.log(Level.WARNING, what);
    }
  }

  private synchronized boolean mayWrite(long now) {
    if (now - begin >= SECOND) {
      if (left > 0) {
        log.log(Level.WARNING, "refused " + left + " more within a second");
      }
      begin = now;
      written = 0;
      left = 0;
    }
    if (written == A_SECOND) {
      left++;
      return false;
    }
    written++;
    return true;
  }
}
