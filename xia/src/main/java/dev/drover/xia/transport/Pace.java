package dev.drover.xia.transport;

/**
 * When the next packet may leave: a window is spread over its round trip, so that a queue on the
 * way need not take it at once. After a pause, or a late timer, up to two milliseconds' worth may
 * leave together.
 */
final class Pace {
  private static final long CREDIT = 2_000_000;

  /** No timer is asked for a shorter while: what it is late by is made good by credit. */
  private static final long LEAST_WAIT = 300_000;

  private long next = Long.MIN_VALUE;

  /** {@return whether a packet may leave now} */
  boolean ready(long now) {
    return next <= now;
  }

  /** {@return when to ask again, after {@link #ready} said no} */
  long deadline(long now) {
    return Math.max(next, now + LEAST_WAIT);
  }

  /** A packet left. */
  void sent(int bytes, CongestionControl control, long rttNanos, long now) {
    if (rttNanos == 0) {
      return;
    }
    // Faster than the window itself, which is to be the limit, and in slow start doubles.
    double gain = control.slowStart() ? 2 : 1.25;
    double nanos = bytes * (double) rttNanos / (gain * control.window());
    next = Math.max(next, now - CREDIT) + (long) nanos;
  }
}
