package dev.drover.simulate.packet;

/**
 * Proportional rate reduction (RFC 6937 with the bound of its successor, RFC 9937): while more is
 * under way than the new window, so much is sent for what arrives that it comes down to it by the
 * end; below it, no more than arrives, and a segment beyond that only when the acknowledgement
 * moves on and tells of no further loss. RFC 6937's own bound allows that segment always, and what
 * it sends into a queue that is still full are retransmissions, whose loss only a timeout tells.
 */
final class Prr {
  private long delivered;
  private long sent;
  private long flight;

  void begin(long outstanding) {
    delivered = 0;
    sent = 0;
    flight = Math.max(1, outstanding);
  }

  void sent(int bytes) {
    sent += bytes;
  }

  /**
   * {@return bytes that may be sent now}
   *
   * @param news bytes that have arrived since the last call
   * @param safe whether the cumulative acknowledgement moved on and no further loss was found
   */
  double allowance(long news, boolean safe, long pipe, double threshold, int segment) {
    delivered += news;
    double allowed;
    if (pipe > threshold) {
      allowed = Math.ceil(delivered * threshold / flight) - sent;
    } else {
      double bound = Math.max(delivered - sent, news) + (safe ? segment : 0);
      allowed = Math.min(threshold - pipe, bound);
    }
    return Math.max(0, sent == 0 ? Math.max(allowed, segment) : allowed);
  }
}
