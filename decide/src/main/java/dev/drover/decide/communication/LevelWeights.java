package dev.drover.decide.communication;

import java.util.List;

/**
 * What a byte costs on a link of each level: c₁ &lt; c₂ &lt; … of S-CORE (section II), and their
 * sums up to a level, which is what a byte costs between two servers (eq. 1).
 */
public final class LevelWeights {
  /** e⁰, e¹, e³, e⁵, as in the paper's evaluation (section IV-A). */
  public static final LevelWeights PAPER =
      new LevelWeights(List.of(1.0, Math.exp(1), Math.exp(3), Math.exp(5)));

  private final double[] sums;

  /**
   * Weights of one's own.
   *
   * @param weights c₁, c₂ …; above zero and rising
   */
  public LevelWeights(List<Double> weights) {
    sums = new double[weights.size() + 1];
    double before = 0;
    for (int i = 0; i < weights.size(); i++) {
      double weight = weights.get(i);
      if (!(weight > before && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "link weights must be above zero and rise with the level: " + weights);
      }
      sums[i + 1] = sums[i] + weight;
      before = weight;
    }
  }

  /** {@return the highest level that has a weight} */
  public int levels() {
    return sums.length - 1;
  }

  /** {@return c₁ + … + c of {@code level}; 0 for level 0} */
  public double sum(int level) {
    return sums[level];
  }

  /**
   * {@return these}
   *
   * @throws IllegalArgumentException when {@code layers} has levels without a weight
   */
  public LevelWeights checkedFor(Layers layers) {
    if (layers.levels() > levels()) {
      throw new IllegalArgumentException(
          "the network has %d levels and only %d link weights are given"
              .formatted(layers.levels(), levels()));
    }
    return this;
  }
}
