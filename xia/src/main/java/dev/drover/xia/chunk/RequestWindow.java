package dev.drover.xia.chunk;

/**
 * How many bytes may be asked for and not have come yet: a congestion control, at the receiver. One
 * instance serves one fetcher, which calls it from one thread at a time.
 */
public interface RequestWindow {
  /**
   * Something came.
   *
   * @param bytes that came while the window was what held requests back; 0 when something else did,
   *     so that a window that was not tried does not grow
   * @param rttNanos of the request that it answers, 0 when it was not measured
   * @param now as {@link System#nanoTime()}
   */
  void onAck(long bytes, long rttNanos, long now);

  /** Something was lost; told once for all that was on its way at that time. */
  void onLoss(long now);

  /** Nothing came for longer than it ever takes. */
  void onTimeout(long now);

  /** {@return bytes; below a packet's worth one packet is asked for at a time all the same} */
  long window();
}
