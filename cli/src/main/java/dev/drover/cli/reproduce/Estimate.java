package dev.drover.cli.reproduce;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * What independent runs tell of a quantity.
 *
 * @param halfWidth half the width of the 95 % confidence interval of the mean, by Student's t;
 *     empty when one run tells nothing of the spread
 */
public record Estimate(
    int runs, double mean, OptionalDouble halfWidth, double median, double least, double most) {
  private static final double QUANTILE = 0.975;

  /** {@return the estimate from {@code values}, one for each run; at least one} */
  public static Estimate of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no runs, nothing to estimate");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int runs = sorted.length;
    double mean = Arrays.stream(sorted).sum() / runs;
    double median = (sorted[(runs - 1) / 2] + sorted[runs / 2]) / 2;
    return new Estimate(
        runs, mean, halfWidth(sorted, mean), median, sorted[0], sorted[sorted.length - 1]);
  }

  private static OptionalDouble halfWidth(double[] values, double mean) {
    int runs = values.length;
    if (runs < 2) {
      return OptionalDouble.empty();
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / (runs - 1));
    double t = new TDistribution(runs - 1).inverseCumulativeProbability(QUANTILE);
    return OptionalDouble.of(t * deviation / Math.sqrt(runs));
  }

  /** {@return the lower end of the interval; the mean when there is no interval} */
  public double low() {
    return mean - halfWidth.orElse(0);
  }

  /** {@return the upper end of the interval; the mean when there is no interval} */
  public double high() {
    return mean + halfWidth.orElse(0);
  }

  /** {@return whether the whole interval is above zero} */
  public boolean isPositive() {
    return halfWidth.isPresent() && low() > 0;
  }

  /** {@return whether the whole interval is below zero} */
  public boolean isNegative() {
    return halfWidth.isPresent() && high() < 0;
  }

  /** {@return such as {@code 12.3 ± 0.4}} */
  public String text(int decimals) {
    String mean = format(this.mean, decimals);
    return halfWidth.isPresent() ? mean + " ± " + format(halfWidth.getAsDouble(), decimals) : mean;
  }

  private static String format(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.replace('-', '−');
  }
}
