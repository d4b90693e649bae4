package dev.drover.xia.transport;

/**
 * How much may be on its way at once. The set is open; one instance serves one sender, or one
 * requester, and is not safe for use by several threads. Times are nanoseconds that only grow.
 */
public interface CongestionControl {
  /**
   * Something arrived.
   *
   * @param bytes that were acknowledged while the window was what held the sender back; 0 when
   *     something else did, so that a window that was not tried does not grow
   * @param rttNanos of the newest of it, 0 when it was not measured
   */
  void onAck(long bytes, long rttNanos, long nowNanos);

  /** Something was lost. Called once for the losses of one window, not once for each packet. */
  void onLoss(long nowNanos);

  /** Nothing arrives any more. Called once in each such time, however long it is. */
  void onTimeout(long nowNanos);

  /** {@return how many bytes may be on their way, at least one segment} */
  long window();

  /** {@return whether the window is still being searched for, and may double in a round trip} */
  boolean slowStart();
}
