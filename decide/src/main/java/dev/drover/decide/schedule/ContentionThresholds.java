package dev.drover.decide.schedule;

/**
 * Where moderate and high contention begin.
 *
 * @param moderateFrom the part of a link's capacity that the workload uses, above 0
 * @param highFrom the same for high contention; above {@code moderateFrom}, at most 1
 */
public record ContentionThresholds(double moderateFrom, double highFrom) {
  public ContentionThresholds {
    if (!(moderateFrom > 0 && moderateFrom < highFrom && highFrom <= 1)) {
      throw new IllegalArgumentException(
          "contention thresholds must rise from above 0 to at most 1: moderateFrom "
              + moderateFrom
              + ", highFrom "
              + highFrom);
    }
  }

  /**
   * {@return moderate from 30 %, high from 70 %: below the first, migration has most of the link
   * for itself; above the second, the workload has}
   */
  public static ContentionThresholds defaults() {
    return new ContentionThresholds(0.3, 0.7);
  }

  /** {@return the contention of a link of which the workload uses {@code utilisation}, 0 to 1} */
  public Contention of(double utilisation) {
    if (utilisation >= highFrom) {
      return Contention.HIGH;
    }
    return utilisation >= moderateFrom ? Contention.MODERATE : Contention.LOW;
  }
}
