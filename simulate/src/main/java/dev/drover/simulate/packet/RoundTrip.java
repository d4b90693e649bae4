package dev.drover.simulate.packet;

import dev.drover.simulate.kernel.SimTime;

/**
 * Round-trip time and retransmission timeout of one connection (RFC 6298, section 2), fed by
 * timestamps (RFC 7323, section 4): a sample for every acknowledgement of new data, of
 * retransmissions too.
 */
final class RoundTrip {
  private final long least;
  private final long most;
  private long smoothed;
  private long variation;
  private long timeout;
  private long minimum = SimTime.NEVER;
  private long latest;

  /**
   * No sample yet.
   *
   * @param least RTO, in picoseconds: RFC 6298 says 1 s, Linux 200 ms
   */
  RoundTrip(long initial, long least, long most) {
    this.timeout = initial;
    this.least = least;
    this.most = most;
  }

  /** (2.2) and (2.3). */
  void sample(long roundTrip) {
    latest = roundTrip;
    minimum = Math.min(minimum, roundTrip);
    if (smoothed == 0) {
      smoothed = roundTrip;
      variation = roundTrip / 2;
    } else {
      variation += (Math.abs(smoothed - roundTrip) - variation) / 4;
      smoothed += (roundTrip - smoothed) / 8;
    }
    timeout = Math.clamp(smoothed + 4 * variation, least, most);
  }

  /** (5.5): doubles the timeout; the next sample sets it anew. */
  void backOff() {
    timeout = Math.min(timeout * 2, most);
  }

  boolean measured() {
    return smoothed != 0;
  }

  long timeout() {
    return timeout;
  }

  long smoothed() {
    return smoothed;
  }

  long minimum() {
    return minimum;
  }

  long latest() {
    return latest;
  }
}
