package dev.drover.cli.bench;

import dev.drover.control.result.RunResult;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stretch of time, in ms since the epoch, and what was measured in it. */
record BurstsSpan(long fromMs, long toMs) {
  private static final Pattern ROUND_TRIP =
      Pattern.compile("^\\[([0-9.]+)] .* bytes, ([0-9.]+) ms");

  /** {@return from the start command of a run's only migration until its source was empty} */
  static BurstsSpan of(RunResult run) {
    RunResult.Migration migration = run.migrations().getFirst();
    double start = run.timeline().startedAtMs() + migration.startMs().orElseThrow();
    return new BurstsSpan(
        Math.round(start), Math.round(start + migration.totalTimeMs().orElseThrow()));
  }

  long ms() {
    return toMs - fromMs;
  }

  /**
   * {@return the slices that lie in this span}
   *
   * @param slices that {@code whole} was cut into, as good as equally long
   */
  List<Double> slices(BurstsSpan whole, List<Double> slices) {
    double each = whole.ms() / (double) slices.size();
    int first = (int) Math.ceil(Math.max(0, fromMs - whole.fromMs) / each);
    int last = (int) Math.floor(Math.min(whole.ms(), toMs - whole.fromMs) / each);
    return first < last ? slices.subList(first, last) : List.of();
  }

  /** {@return the round trips in this span that lines of fping with their times tell of, in ms} */
  List<Double> roundTrips(List<String> lines) {
    return lines.stream()
        .map(ROUND_TRIP::matcher)
        .filter(Matcher::find)
        .filter(matcher -> contains(1000 * Double.parseDouble(matcher.group(1))))
        .map(matcher -> Double.valueOf(matcher.group(2)))
        .toList();
  }

  private boolean contains(double ms) {
    return ms >= fromMs && ms < toMs;
  }
}
