package dev.drover.cli.reproduce.chart;

import dev.drover.cli.reproduce.Estimate;

/**
 * A value with the interval that it may lie in; {@code low} = {@code high} when that is unknown.
 */
public record Datum(double value, double low, double high) {
  /** {@return the mean and its 95 % confidence interval} */
  public static Datum of(Estimate estimate) {
    return new Datum(estimate.mean(), estimate.low(), estimate.high());
  }

  /** {@return a value that is known exactly} */
  public static Datum exact(double value) {
    return new Datum(value, value, value);
  }
}
