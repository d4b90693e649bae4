package dev.drover.xia.chunk;

/**
 * Additive increase, multiplicative decrease, after slow start (RFC 5681 with bytes for segments):
 * what most pull transports do by default (notes 6.3).
 */
public final class AimdWindow implements RequestWindow {
  private final int step;
  private final double most;
  private double window;
  private double threshold;

  /**
   * @param step in bytes, that the window grows by in a round trip, and a tenth of what it begins
   *     with: the payload of a packet
   * @param most in bytes, that it grows to
   */
  public AimdWindow(int step, long most) {
    if (step < 1 || most < step) {
      throw new IllegalArgumentException(
          "step must be at least 1 and most no less, not %d and %d".formatted(step, most));
    }
    this.step = step;
    this.most = (double) most;
    this.window = Math.min(this.most, 10.0 * step);
    this.threshold = this.most;
  }

  @Override
  public void onAck(long bytes, long rttNanos, long now) {
    double grown = window < threshold ? window + bytes : window + step * (bytes / window);
    window = Math.min(most, grown);
  }

  @Override
  public void onLoss(long now) {
    threshold = Math.max(2.0 * step, window / 2);
    window = threshold;
  }

  @Override
  public void onTimeout(long now) {
    threshold = Math.max(2.0 * step, window / 2);
    window = step;
  }

  @Override
  public long window() {
    return (long) window;
  }
}
