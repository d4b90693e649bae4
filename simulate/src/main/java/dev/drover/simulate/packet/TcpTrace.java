package dev.drover.simulate.packet;

/** Told of a connection's window and round-trip time whenever they may have changed. */
public interface TcpTrace {
  /** What has happened. */
  enum Event {
    ACKNOWLEDGED,
    FAST_RECOVERY,
    RECOVERED,
    TIMEOUT,
    IDLE
  }

  /**
   * One look.
   *
   * @param at in picoseconds
   * @param window congestion window, in bytes
   * @param threshold of slow start, in bytes; infinite before the first loss
   * @param inFlight bytes sent and not acknowledged
   * @param roundTrip smoothed, in picoseconds; 0 before the first sample
   */
  void look(long at, Event event, double window, double threshold, long inFlight, long roundTrip);
}
