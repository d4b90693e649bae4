package dev.drover.agent.flow;

import java.time.Duration;

/**
 * The time over which rates are means: the last {@code length} before the counters were last read.
 * Bytes are counted by period, and a flow knows two: the one under way, and the whole one before,
 * whose bytes count by the part of it that lies within the window, as if they had come evenly. A
 * period ends when counters are read, never between, so no byte is counted in a wrong one.
 */
final class Window {
  static final int BITS = 24;

  private static final int MASK = (1 << BITS) - 1;

  private final long lengthMs;
  private int period;
  private boolean open;
  private long previousStart;
  private long currentStart;
  private long end;

  Window(Duration length) {
    if (!length.isPositive()) {
      throw new IllegalArgumentException("window must be longer than zero: " + length);
    }
    this.lengthMs = length.toMillis();
  }

  /** {@return the number of the period under way; rises, and after 2^24 begins again from 0} */
  int period() {
    return period;
  }

  /**
   * {@return how many periods before the one under way {@code other} was}
   *
   * @param other its lowest 24 bits
   */
  int ago(int other) {
    return period - other & MASK;
  }

  /** Takes note that all bytes until {@code nowMs} are counted. */
  void countedUntil(long nowMs) {
    if (!open || nowMs < end) {
      // What was counted before has no known time: from the first reading on, and anew when the
      // clock was put back.
      open = true;
      previousStart = nowMs;
      currentStart = nowMs;
      period = period + 2 & MASK;
    }
    end = nowMs;
    if (end - currentStart >= lengthMs) {
      previousStart = currentStart;
      currentStart = end;
      period = period + 1 & MASK;
    }
  }

  /** {@return bytes a second} */
  double rate(long current, long previous) {
    long covered = coveredMs();
    if (covered == 0) {
      return 0;
    }
    long before = currentStart - previousStart;
    double share = before == 0 ? 0 : (double) within() / before;
    return (current + previous * share) * 1000 / covered;
  }

  /** {@return over how long rates are means: the window's length once so long has been counted} */
  long coveredMs() {
    return end - currentStart + within();
  }

  /** {@return the same for what began at {@code startMs}} */
  long coveredMs(long startMs) {
    return Math.clamp(end - startMs, 0, coveredMs());
  }

  /** {@return how much of the period before the one under way lies within the window} */
  private long within() {
    return Math.min(currentStart - previousStart, lengthMs - (end - currentStart));
  }
}
