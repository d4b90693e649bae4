package dev.drover.xia.transport;

/**
 * How long answers take, and how long to wait for one (RFC 6298, but for its least timeout of a
 * second, which is from days of coarse clocks). Nanoseconds. Not safe for use by several threads.
 */
public final class RoundTrip {
  private static final long GRANULARITY = 1_000_000;
  private static final long INITIAL = 1_000_000_000;

  private final long least;
  private final long probeCap;
  private long smoothed;
  private long variation;
  private long newest;
  private long smallest = Long.MAX_VALUE;

  /**
   * @param least timeout, which must be above what an acknowledgement may be delayed
   * @param probeCap to which timeouts double at most, so that one who comes back is noticed soon
   */
  public RoundTrip(long least, long probeCap) {
    this.least = least;
    this.probeCap = probeCap;
  }

  /** Takes one measurement in; what is not above 0 is none. */
  public void sample(long nanos) {
    if (nanos <= 0) {
      return;
    }
    newest = nanos;
    smallest = Math.min(smallest, nanos);
    if (smoothed == 0) {
      smoothed = nanos;
      variation = nanos / 2;
    } else {
      variation += (Math.abs(smoothed - nanos) - variation) / 4;
      smoothed += (nanos - smoothed) / 8;
    }
  }

  /** {@return the mean, 0 before the first measurement} */
  public long smoothed() {
    return smoothed;
  }

  public long newest() {
    return newest;
  }

  /** {@return the smallest there was, or {@link Long#MAX_VALUE}} */
  public long smallest() {
    return smallest;
  }

  /**
   * {@return how long to wait for an answer}
   *
   * @param before timeouts that came before it without any answer; each doubles it
   */
  public long timeout(int before) {
    return timeout(before, probeCap);
  }

  long timeout(int before, long cap) {
    long base =
        smoothed == 0
            ? INITIAL
            : Math.max(least, smoothed + Math.max(GRANULARITY, 4 * variation) + least / 4);
    return Math.min(base << Math.min(before, 16), Math.max(cap, base));
  }

  /** {@return the largest that is believed of an answer that came after a silence} */
  long believable() {
    return 2 * Math.max(probeCap, timeout(0));
  }
}
