package dev.drover.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Median and range of a few repetitions. */
record Spread(double median, double least, double most) {
  /** {@return the spread of {@code value} over {@code all}; not a number when there are none} */
  static <T> Spread of(List<T> all, ToDoubleFunction<T> value) {
    double[] sorted =
        all.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** {@return such as {@code 5.2 (5.0–5.9)}, each divided by {@code unit}} */
  String text(double unit, int decimals) {
    if (Double.isNaN(median)) {
      return "–";
    }
    String one = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, one + " (" + one + "–" + one + ")", median / unit, least / unit, most / unit);
  }
}
