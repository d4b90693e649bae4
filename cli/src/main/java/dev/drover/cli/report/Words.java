package dev.drover.cli.report;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Figures as they stand in tables. What was not measured is a dash. */
public final class Words {
  /** Stands for what was not measured. */
  public static final String ABSENT = "–";

  private Words() {}

  /** {@return seconds, such as {@code 12.3 s}} */
  public static String seconds(double ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1000);
  }

  public static String seconds(OptionalDouble ms) {
    return ms.isPresent() ? seconds(ms.getAsDouble()) : ABSENT;
  }

  static String seconds(Optional<Double> ms) {
    return ms.map(Words::seconds).orElse(ABSENT);
  }

  /** {@return milliseconds, such as {@code 42 ms}} */
  public static String millis(double ms) {
    return String.format(Locale.ROOT, "%,.0f ms", ms);
  }

  public static String millis(OptionalDouble ms) {
    return ms.isPresent() ? millis(ms.getAsDouble()) : ABSENT;
  }

  static String millis(Optional<Double> ms) {
    return ms.map(Words::millis).orElse(ABSENT);
  }

  public static String bytes(long count) {
    return Bytes.of(count).toString();
  }

  static String rate(long bitsPerSecond) {
    return BitRate.ofBitsPerSecond(bitsPerSecond).toString();
  }

  /** {@return a ratio, such as {@code 1.12 ×}} */
  public static String times(OptionalDouble ratio) {
    return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f ×", ratio.getAsDouble()) : ABSENT;
  }

  static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", value);
  }
}
