package dev.drover.cli.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How far times of transfers are from those of the same transfers elsewhere, relative to those.
 *
 * @param mean of all times, signed
 * @param last the time when all are done, signed
 * @param median of the single errors without their signs
 * @param percentile90 of the same
 */
record TransferErrors(double mean, double last, double median, double percentile90) {
  /** {@return the errors of {@code times} against {@code truth}, of the same transfers in order} */
  static TransferErrors of(double[] times, double[] truth) {
    double[] errors =
        IntStream.range(0, times.length)
            .mapToDouble(i -> Math.abs(times[i] / truth[i] - 1))
            .sorted()
            .toArray();
    return new TransferErrors(
        Arrays.stream(times).sum() / Arrays.stream(truth).sum() - 1,
        Arrays.stream(times).max().orElseThrow() / Arrays.stream(truth).max().orElseThrow() - 1,
        quantile(errors, 0.5),
        quantile(errors, 0.9));
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
