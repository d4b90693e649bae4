package dev.drover.model.unit;

import java.time.Duration;

/** A rate in bits per second, never negative. Written with SI units: {@code 200Mbit/s} is 2·10⁸. */
public record BitRate(long bitsPerSecond) implements Comparable<BitRate> {
  public static final BitRate ZERO = new BitRate(0);

  public BitRate {
    if (bitsPerSecond < 0) {
      throw new IllegalArgumentException("rate must not be negative: " + bitsPerSecond);
    }
  }

  public static BitRate ofBitsPerSecond(long bitsPerSecond) {
    return new BitRate(bitsPerSecond);
  }

  public static BitRate ofMegabitsPerSecond(long megabits) {
    return new BitRate(Math.multiplyExact(megabits, 1_000_000L));
  }

  /** {@return the mean rate of {@code amount} over {@code time}; zero when no time passed} */
  public static BitRate of(Bytes amount, Duration time) {
    if (time.isZero() || time.isNegative()) {
      return ZERO;
    }
    return new BitRate(Math.round(amount.count() * 8.0e9 / time.toNanos()));
  }

  /**
   * Reads text such as {@code 200Mbit/s}, {@code 1Gbit/s} or {@code 1.5Gbps}.
   *
   * @throws IllegalArgumentException when the text is not a rate; the message says what is accepted
   */
  public static BitRate parse(String text) {
    return new BitRate(Quantity.parse(text, "rate", Quantity.RATES, "200Mbit/s"));
  }

  public BitRate plus(BitRate other) {
    return new BitRate(Math.addExact(bitsPerSecond, other.bitsPerSecond));
  }

  /** {@return this less {@code other}, or zero when {@code other} is larger} */
  public BitRate minusOrZero(BitRate other) {
    return new BitRate(Math.max(0, bitsPerSecond - other.bitsPerSecond));
  }

  /** {@return this times {@code factor}, rounded to a bit per second} */
  public BitRate times(double factor) {
    return new BitRate(Math.round(bitsPerSecond * factor));
  }

  public BitRate min(BitRate other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public BitRate max(BitRate other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** {@return this as a fraction of {@code whole}; zero when {@code whole} is zero} */
  public double fractionOf(BitRate whole) {
    return whole.bitsPerSecond == 0 ? 0 : (double) bitsPerSecond / whole.bitsPerSecond;
  }

  /** {@return what is sent at this rate in {@code time}, rounded down} */
  public Bytes in(Duration time) {
    return new Bytes((long) Math.floor(bitsPerSecond / 8.0e9 * time.toNanos()));
  }

  @Override
  public int compareTo(BitRate other) {
    return Long.compare(bitsPerSecond, other.bitsPerSecond);
  }

  /** {@return the rate with three significant digits, such as {@code 187Mbit/s}} */
  @Override
  public String toString() {
    return Quantity.format(bitsPerSecond, Quantity.SI_RATE_NAMES, 1000);
  }
}
