package dev.drover.xia.transport;

/**
 * CUBIC (RFC 9438) with C = 0.4, β = 0.7 and fast convergence; slow start ends as HyStart++ has it.
 * After a timeout the window is two segments, not one: what is lost then is mostly a peer that does
 * not run, and an answer to one packet would wait for the acknowledgement's delay.
 *
 * <p>Sanity: a loss at 100 segments leaves 70, and 4.2 s later it is at 100 again.
 */
public final class Cubic implements CongestionControl {
  private static final double BETA = 0.7;
  private static final double C = 0.4;

  /** Section 4.3: with it the Reno-friendly window grows as fast as Reno's on average. */
  private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

  private static final double SECOND = 1e9;
  private static final long NONE = Long.MIN_VALUE;

  private final int segment;

  /** In segments, as all windows here. */
  private double window;

  private double threshold = Double.MAX_VALUE;
  private SlowStart slowStart = new SlowStart();
  private double maximum;
  private double beforeLoss;
  private double reno;
  private double origin;
  private double period;
  private long epoch = NONE;
  private long lastAck = NONE;
  private long rtt;

  /**
   * @param segment bytes of a full packet
   * @param initial window at the start, in bytes
   */
  public Cubic(int segment, long initial) {
    this.segment = segment;
    this.window = Math.max(1, (double) initial / segment);
  }

  @Override
  public void onAck(long bytes, long rttNanos, long nowNanos) {
    rtt = rttNanos > 0 ? rttNanos : rtt;
    if (slowStart()) {
      window += (double) slowStart.growth(bytes, rttNanos, window()) / segment;
      if (slowStart.over()) {
        threshold = window;
      }
    } else if (bytes == 0) {
      // Section 5.8: time in which the window was not used is no time.
      if (epoch != NONE && lastAck != NONE) {
        epoch += nowNanos - lastAck;
      }
    } else {
      grow((double) bytes / segment, nowNanos);
    }
    lastAck = nowNanos;
  }

  private void grow(double acked, long now) {
    if (epoch == NONE) {
      epoch = now;
      reno = window;
      origin = Math.max(window, maximum);
      period = Math.cbrt((origin - window) / C);
    }
    double seconds = (now - epoch) / SECOND;
    reno += (reno >= beforeLoss ? 1 : ALPHA) * acked / window;
    if (curve(seconds) < reno) {
      window = Math.max(window, reno);
    } else {
      double target = Math.clamp(curve(seconds + rtt / SECOND), window, 1.5 * window);
      window += (target - window) / window * acked;
    }
  }

  private double curve(double seconds) {
    return C * Math.pow(seconds - period, 3) + origin;
  }

  @Override
  public void onLoss(long nowNanos) {
    reduce();
    window = threshold;
  }

  @Override
  public void onTimeout(long nowNanos) {
    reduce();
    window = 2;
    slowStart = new SlowStart();
  }

  private void reduce() {
    beforeLoss = window;
    // Section 4.7: who loses earlier than the last time makes room for others.
    maximum = window < maximum ? window * (1 + BETA) / 2 : window;
    threshold = Math.max(window * BETA, 2);
    epoch = NONE;
  }

  @Override
  public long window() {
    return (long) (window * segment);
  }

  @Override
  public boolean slowStart() {
    return window < threshold;
  }
}
