package dev.drover.cli.report;

import dev.drover.control.result.RunResult;
import java.util.List;

/** The figure by which policies are compared, as a file of its own. */
public final class TimeAgainstLoss {
  private TimeAgainstLoss() {}

  /** {@return an SVG file with a point for each of {@code runs}, named by its policy} */
  public static String svg(List<RunResult> runs) {
    return TradeOff.standAlone(runs.stream().map(RunSummary::of).toList());
  }
}
