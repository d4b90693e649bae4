package dev.drover.simulate.packet;

/**
 * Slow start and congestion avoidance of RFC 5681, section 3.1. By equations (2) and (3) the window
 * grows by at most a segment per acknowledgement; with byte counting (RFC 3465, L = 2, as Linux
 * does) delayed acknowledgements do not slow it down.
 */
final class NewReno implements CongestionControl {
  private final int segment;
  private final boolean byteCounting;

  NewReno(TcpConfig config) {
    this.segment = config.maxSegment();
    this.byteCounting = config.byteCounting();
  }

  @Override
  public double grown(double window, double threshold, long acked, long now, long roundTrip) {
    return grown(window, threshold, acked, segment, byteCounting);
  }

  static double grown(
      double window, double threshold, long acked, int segment, boolean byteCounting) {
    if (window < threshold) {
      return window + Math.min(acked, byteCounting ? 2L * segment : segment);
    }
    double counted = byteCounting ? acked : segment;
    return window + Math.min(segment, counted * segment / window);
  }

  /** Equation (4). */
  @Override
  public double thresholdAfterLoss(double window, long inFlight, boolean timeout) {
    return Math.max(inFlight / 2.0, 2.0 * segment);
  }

  @Override
  public void idle(long forPicoseconds) {}
}
