package dev.drover.cli.reproduce.lab;

import dev.drover.cli.reproduce.Estimate;
import java.util.Locale;

/** How few repetitions are written. */
public final class Spreads {
  private Spreads() {}

  /** {@return such as {@code 94.1 (93.8–94.3)}: the median, the least and the most} */
  public static String text(Estimate estimate, int decimals) {
    return estimate.runs() == 1
        ? number(estimate.median(), decimals)
        : number(estimate.median(), decimals)
            + " ("
            + number(estimate.least(), decimals)
            + "–"
            + number(estimate.most(), decimals)
            + ")";
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
  }
}
