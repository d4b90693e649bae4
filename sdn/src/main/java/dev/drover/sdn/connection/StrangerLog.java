package dev.drover.sdn.connection;

import org.slf4j.Logger;

/** Logs peers that never joined, some a second: anyone may knock, and often. */
final class StrangerLog {
  private static final int MOST_A_SECOND = 10;
  private static final long SECOND = 1_000_000_000L;

  private final Logger log;
  private int count;
  private boolean begun;
  private long sinceNanos;

  StrangerLog(Logger log) {
    this.log = log;
  }

  void turnedAway(Connection peer, String why) {
    count++;
    if (count <= MOST_A_SECOND) {
      log.warn("{} was turned away: {}", peer, why);
    }
  }

  void tick(long nanos) {
    if (begun && nanos - sinceNanos < SECOND) {
      return;
    }
    if (count > MOST_A_SECOND) {
      log.warn("{} more peers were turned away within a second", count - MOST_A_SECOND);
    }
    begun = true;
    count = 0;
    sinceNanos = nanos;
  }
}
