package dev.drover.model.unit;

import java.time.Duration;
import java.util.Locale;

/** Reads and writes time spans as people do: {@code 300ms}, {@code 2s}, {@code 5min}. */
public final class Durations {
  private Durations() {}

  /**
   * Reads text such as {@code 300ms}.
   *
   * @throws IllegalArgumentException when the text is not a time span; the message says what is
   *     accepted
   */
  public static Duration parse(String text) {
    return Duration.ofNanos(Quantity.parse(text, "time", Quantity.TIMES, "300ms"));
  }

  /**
   * {@return the span in the unit a reader would pick, such as {@code 42ms}, {@code 5.3s}, {@code
   * 2min10s}}
   */
  public static String format(Duration time) {
    double seconds = time.toNanos() / 1e9;
    if (seconds < 1) {
      return Math.round(seconds * 1000) + "ms";
    }
    if (seconds < 100) {
      return String.format(Locale.ROOT, "%.1fs", seconds);
    }
    return time.toMinutes() + "min" + time.toSecondsPart() + "s";
  }
}
