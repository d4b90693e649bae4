package dev.drover.simulate.kernel;

import dev.drover.model.unit.BitRate;
import java.time.Duration;

/**
 * Simulated time in integer picoseconds since the start: a byte at 10 Gbit/s takes 800 of them, and
 * 2⁶³ are 106 days.
 */
public final class SimTime {
  public static final long NANOSECOND = 1_000;
  public static final long MICROSECOND = 1_000 * NANOSECOND;
  public static final long MILLISECOND = 1_000 * MICROSECOND;
  public static final long SECOND = 1_000 * MILLISECOND;

  /** Later than anything that happens. */
  public static final long NEVER = Long.MAX_VALUE;

  private SimTime() {}

  /**
   * {@return {@code span} in picoseconds}
   *
   * @throws ArithmeticException when it is longer than 106 days
   */
  public static long of(Duration span) {
    return Math.addExact(
        Math.multiplyExact(span.getSeconds(), SECOND), span.getNano() * NANOSECOND);
  }

  /** {@return {@code picoseconds} rounded to a nanosecond} */
  public static Duration toDuration(long picoseconds) {
    return Duration.ofNanos((picoseconds + NANOSECOND / 2) / NANOSECOND);
  }

  public static double toSeconds(long picoseconds) {
    return picoseconds / (double) SECOND;
  }

  /** {@return the time that {@code bytes} take at {@code rate}, rounded to a picosecond} */
  public static long transmission(long bytes, BitRate rate) {
    return Math.round(bytes * (8.0 * SECOND) / rate.bitsPerSecond());
  }
}
