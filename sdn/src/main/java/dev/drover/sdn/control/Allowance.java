package dev.drover.sdn.control;

/** So many in a second, and as many at once. */
final class Allowance {
  private static final long SECOND = 1_000_000_000L;

  private final double most;
  private double left;
  private long countedAt;
  private boolean counted;

  Allowance(long perSecond) {
    this.most = perSecond;
    this.left = perSecond;
  }

  /** {@return whether one more is within it; then it is counted} */
  boolean take(long nanos) {
    if (counted) {
      left = Math.min(most, left + (double) (nanos - countedAt) * most / SECOND);
    }
    counted = true;
    countedAt = nanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
