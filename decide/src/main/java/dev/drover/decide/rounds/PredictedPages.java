package dev.drover.decide.rounds;

/**
 * PPC, pre-copy with probability prediction: pages that are likely to be dirtied again are held
 * back, until the prediction falls or the stop-and-copy sends them. "Bandwidth Dynamic Assignment"
 * builds on such a pre-copy (abstract, section 4) and does not say how it predicts.
 *
 * <p>The predictor here is an exponentially weighted frequency: with h_i bit i of the page's
 * history, p = Σ α (1 − α)^i h_i over the last k rounds. Older rounds, and those before the
 * migration, count as clean, so with a weight below the threshold no page is held back for one
 * round's writes, and round 2 sends all that round 1 left. A page is held back when p is at least
 * the threshold.
 *
 * <p>The answers for all histories of k bits are computed once; a question is one shift and mask.
 *
 * <p>Sanity: with the defaults (α = 0.5, k = 8, threshold 0.6) a page is held back when it was
 * written in the last two rounds (p ≥ 0.75), or in the last one and that before the one before (p ≥
 * 0.625); one that was left alone in the last round is sent (p < 0.5).
 */
public final class PredictedPages implements PageSelection {
  private final double weight;
  private final int rounds;
  private final double threshold;
  private final long[] held;

  /**
   * A predictor with parameters of its own.
   *
   * @param weight α of the last round, in (0, 1)
   * @param rounds k, 1 to 16
   * @param threshold of p, in (0, 1]
   */
  public PredictedPages(double weight, int rounds, double threshold) {
    if (!(weight > 0 && weight < 1)) {
      throw new IllegalArgumentException("weight must be in (0, 1): " + weight);
    }
    if (rounds < 1 || rounds > HISTORY) {
      throw new IllegalArgumentException("rounds must be 1 to " + HISTORY + ": " + rounds);
    }
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold must be in (0, 1]: " + threshold);
    }
    this.weight = weight;
    this.rounds = rounds;
    this.threshold = threshold;
    this.held = new long[((1 << rounds) + 63) >>> 6];
    for (int history = 0; history < 1 << rounds; history++) {
      if (probability(history) >= threshold) {
        held[history >>> 6] |= 1L << history;
      }
    }
  }

  /** {@return α = 0.5 over 8 rounds, held back from 0.6} */
  public static PredictedPages defaults() {
    return new PredictedPages(0.5, 8, 0.6);
  }

  /** {@return p, how likely a page with this history is dirtied in the next round, 0 to 1} */
  public double probability(long history) {
    double sum = 0;
    double share = weight;
    for (int i = 0; i < rounds; i++) {
      if ((history >>> i & 1) != 0) {
        sum += share;
      }
      share *= 1 - weight;
    }
    return sum;
  }

  @Override
  public String name() {
    return "predicted";
  }

  @Override
  public String description() {
    return "dirty pages but those held back as likely to be dirtied again: p ≥ "
        + threshold
        + " with weight "
        + weight
        + " over "
        + rounds
        + " rounds";
  }

  @Override
  public boolean holdsBack(long history) {
    int known = (int) history & (1 << rounds) - 1;
    return (held[known >>> 6] & 1L << known) != 0;
  }

  @Override
  public boolean sendsRedirtied() {
    return true;
  }
}
