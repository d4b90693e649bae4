package dev.drover.cli.ns3;

import dev.drover.cli.reproduce.Estimate;
import java.util.Locale;

/** What is compared. */
enum Measure {
  /** Mean over the transfers, from start to last byte. */
  COMPLETION("completion", "ms", 1e-3),
  /** All payload that arrived ÷ the time that it took. */
  GOODPUT("goodput", "Mbit/s", 1e6),
  DROPS("drops", "", 1);

  private final String text;
  private final String unit;
  private final double scale;

  Measure(String text, String unit, double scale) {
    this.text = text;
    this.unit = unit;
    this.scale = scale;
  }

  /** {@return its value in SI units} */
  double of(PeerRun run) {
    return switch (this) {
      case COMPLETION -> run.meanSeconds();
      case GOODPUT -> run.goodputBps();
      case DROPS -> run.drops();
    };
  }

  /** {@return such as {@code 31.2±0.4}} */
  String text(Estimate estimate) {
    double mean = estimate.mean() / scale;
    double halfWidth = estimate.halfWidth().orElse(0) / scale;
    return halfWidth > 0
        ? String.format(Locale.ROOT, "%.4g±%.2g", mean, halfWidth)
        : String.format(Locale.ROOT, "%.5g", mean);
  }

  /** {@return such as {@code completion, ms}} */
  String heading() {
    return unit.isEmpty() ? text : text + ", " + unit;
  }

  @Override
  public String toString() {
    return text;
  }
}
