package dev.drover.cli.ns3;

import java.util.Arrays;

/**
 * A mean and how far it may be off.
 *
 * @param halfWidth of the 95 % confidence interval by Student's t; zero for a single value, which
 *     then is taken for exact
 */
record Estimate(double mean, double halfWidth) {
  /** The 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. */
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  /** For more than 30; half a percent too wide at 31, a fifth of it at 40. */
  private static final double STUDENT_LARGE = 2.042;

  /** {@return the mean of independent values} */
  static Estimate of(double... values) {
    int count = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    if (count == 1) {
      return new Estimate(mean, 0);
    }
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares / (count - 1) / count);
    double quantile = count - 1 <= STUDENT.length ? STUDENT[count - 2] : STUDENT_LARGE;
    return new Estimate(mean, quantile * error);
  }

  boolean contains(double value) {
    return Math.abs(value - mean) <= halfWidth;
  }
}
