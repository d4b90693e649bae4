package dev.drover.xia.identity;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The counter of what one identity states: microseconds of the wall clock, or one more than the
 * last where the clock stands or went back. So it grows across restarts without being written down,
 * and in a virtual machine it moves along. Safe for use by many threads.
 */
public final class Counter {
  private final Clock clock;
  private long last;

  public Counter(Clock clock) {
    this.clock = clock;
  }

  /** {@return a number above all before} */
  public synchronized long next() {
    last = Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    return last;
  }
}
