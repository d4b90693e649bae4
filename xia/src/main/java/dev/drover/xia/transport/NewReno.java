package dev.drover.xia.transport;

/** RFC 5681: one segment more in each round trip, half after a loss. */
public final class NewReno implements CongestionControl {
  private final int segment;
  private double window;
  private double threshold = Double.MAX_VALUE;
  private SlowStart slowStart = new SlowStart();

  /**
   * @param segment bytes of a full packet
   * @param initial window at the start, in bytes
   */
  public NewReno(int segment, long initial) {
    this.segment = segment;
    this.window = Math.max(initial, segment);
  }

  @Override
  public void onAck(long bytes, long rttNanos, long nowNanos) {
    if (slowStart()) {
      window += slowStart.growth(bytes, rttNanos, window());
      if (slowStart.over()) {
        threshold = window;
      }
    } else {
      window += bytes / window * segment;
    }
  }

  @Override
  public void onLoss(long nowNanos) {
    threshold = Math.max(window / 2, 2.0 * segment);
    window = threshold;
  }

  @Override
  public void onTimeout(long nowNanos) {
    threshold = Math.max(window / 2, 2.0 * segment);
    window = 2.0 * segment;
    slowStart = new SlowStart();
  }

  @Override
  public long window() {
    return (long) window;
  }

  @Override
  public boolean slowStart() {
    return window < threshold;
  }
}
