package dev.drover.xia.transport;

/**
 * Slow start that ends before it loses: HyStart++ (RFC 9406). When the smallest round trip of a
 * round is clearly above the last round's, growth is a quarter for five rounds, then over; unless
 * the round trips fall again, which takes it for a jitter.
 *
 * <p>A round is a window's worth of acknowledged bytes, as sequence numbers are not known here.
 */
final class SlowStart {
  private static final long MIN_RISE = 4_000_000;
  private static final long MAX_RISE = 16_000_000;

  /** RFC 9406 has 8, for packets of 1,500 bytes; ours are ten times that. */
  private static final int SAMPLES = 4;

  private static final int CAREFUL_ROUNDS = 5;
  private static final int CAREFUL_DIVISOR = 4;
  private static final long UNKNOWN = Long.MAX_VALUE;

  private long roundLeft;
  private long lastMin = UNKNOWN;
  private long thisMin = UNKNOWN;
  private int samples;
  private int careful;
  private long carefulMin = UNKNOWN;
  private boolean over;

  /** {@return how many bytes the window grows by} */
  long growth(long bytes, long rttNanos, long window) {
    if (rttNanos > 0) {
      thisMin = Math.min(thisMin, rttNanos);
      samples++;
      judge();
    }
    roundLeft -= bytes;
    if (roundLeft <= 0 && bytes > 0) {
      nextRound(window);
    }
    return careful > 0 ? bytes / CAREFUL_DIVISOR : bytes;
  }

  private void judge() {
    if (samples < SAMPLES) {
      return;
    }
    if (careful > 0) {
      if (thisMin < carefulMin) {
        careful = 0;
        carefulMin = UNKNOWN;
      }
    } else if (lastMin != UNKNOWN
        && thisMin >= lastMin + Math.clamp(lastMin / 8, MIN_RISE, MAX_RISE)) {
      careful = 1;
      carefulMin = thisMin;
    }
  }

  private void nextRound(long window) {
    roundLeft = window;
    lastMin = thisMin;
    thisMin = UNKNOWN;
    samples = 0;
    if (careful > 0 && careful++ > CAREFUL_ROUNDS) {
      over = true;
    }
  }

  /** {@return whether the window is found} */
  boolean over() {
    return over;
  }
}
