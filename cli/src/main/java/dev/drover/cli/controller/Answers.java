package dev.drover.cli.controller;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What came back within a time.
 *
 * @param unanswered questions given up after a second
 * @param flowMods that add a flow between two hosts
 * @param cpu what the controller used in that time
 * @param latencies from question to answer, in nanoseconds
 */
record Answers(
    long answered,
    long unanswered,
    long flowMods,
    Duration took,
    Duration cpu,
    Histogram latencies) {
  private static final double NANOS = 1e9;

  double perSecond() {
    return answered * NANOS / took.toNanos();
  }

  double cpuMicrosEach() {
    return cpu.toNanos() / 1000.0 / Math.max(1, answered);
  }

  double micros(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1000.0;
  }
}
