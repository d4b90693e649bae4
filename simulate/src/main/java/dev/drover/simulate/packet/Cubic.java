package dev.drover.simulate.packet;

import dev.drover.simulate.kernel.SimTime;

/**
 * CUBIC (RFC 9438) with β = 0.7, C = 0.4 and fast convergence; slow start is RFC 5681's. Windows
 * inside are in segments, as in the RFC. Sanity: after a loss at 100 segments the window is 70, and
 * back at 100 after K = (100 · 0.3 ÷ 0.4)^⅓ = 4.2 s if Reno would not be faster.
 */
final class Cubic implements CongestionControl {
  private static final double BETA = 0.7;
  private static final double C = 0.4;

  /** What makes the additive increase of {@code w_est} as fast as Reno's (section 4.3). */
  private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

  private final int segment;
  private final boolean byteCounting;
  private double maximum;
  private double prior;
  private double estimate;
  private double period;
  private long epoch = SimTime.NEVER;
  private double origin;

  Cubic(TcpConfig config) {
    this.segment = config.maxSegment();
    this.byteCounting = config.byteCounting();
  }

  @Override
  public double grown(double window, double threshold, long acked, long now, long roundTrip) {
    if (window < threshold) {
      return NewReno.grown(window, threshold, acked, segment, byteCounting);
    }
    double segments = window / segment;
    if (epoch == SimTime.NEVER) {
      begin(segments, now);
    }
    double ackedSegments = acked / (double) segment;
    double since = SimTime.toSeconds(now - epoch);
    // Section 4.3: as fast as Reno once the loss is made up for.
    double alpha = estimate >= prior ? 1 : ALPHA;
    estimate += alpha * ackedSegments / segments;
    if (curve(since) < estimate) {
      return Math.max(window, estimate * segment);
    }
    // Sections 4.4 and 4.5: towards where the curve is a round trip from now.
    double target =
        Math.clamp(curve(since + SimTime.toSeconds(roundTrip)), segments, 1.5 * segments);
    return window + (target - segments) / segments * ackedSegments * segment;
  }

  private void begin(double segments, long now) {
    epoch = now;
    estimate = segments;
    if (segments < maximum) {
      period = Math.cbrt((maximum - segments) / C);
      origin = maximum;
    } else {
      period = 0;
      origin = segments;
    }
  }

  private double curve(double seconds) {
    double past = seconds - period;
    return C * past * past * past + origin;
  }

  /** Sections 4.6 and 4.7. */
  @Override
  public double thresholdAfterLoss(double window, long inFlight, boolean timeout) {
    double segments = window / segment;
    prior = segments;
    maximum = segments < maximum ? segments * (1 + BETA) / 2 : segments;
    epoch = SimTime.NEVER;
    return Math.max(window * BETA, 2.0 * segment);
  }

  /** Section 4.2: the time in which nothing is sent does not count. */
  @Override
  public void idle(long forPicoseconds) {
    if (epoch != SimTime.NEVER) {
      epoch += forPicoseconds;
    }
  }
}
