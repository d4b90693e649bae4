package dev.drover.cli.ns3;

import dev.drover.cli.reproduce.Estimate;

/**
 * One measure in both simulators.
 *
 * @param relativeDifference Drover's mean less ns-3's, ÷ ns-3's; 0 when both are 0
 */
record Agreement(
    Measure measure, Estimate drover, Estimate ns3, double relativeDifference, Verdict verdict) {

  /** How far the two agree. */
  enum Verdict {
    /** The means differ by 3 % at most. */
    CLOSE,
    /** Each mean is inside the other's 95 % confidence interval. */
    INSIDE,
    APART
  }

  private static final double CLOSE = 0.03;

  static Agreement of(Measure measure, Estimate drover, Estimate ns3) {
    double difference = drover.mean() - ns3.mean();
    double relative = difference == 0 ? 0 : difference / ns3.mean();
    return new Agreement(measure, drover, ns3, relative, verdict(drover, ns3, relative));
  }

  private static Verdict verdict(Estimate drover, Estimate ns3, double relative) {
    if (Math.abs(relative) <= CLOSE) {
      return Verdict.CLOSE;
    }
    return contains(drover, ns3.mean()) && contains(ns3, drover.mean())
        ? Verdict.INSIDE
        : Verdict.APART;
  }

  private static boolean contains(Estimate interval, double value) {
    return interval.low() <= value && value <= interval.high();
  }
}
