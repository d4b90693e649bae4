package dev.drover.model.unit;

import java.time.Duration;

/**
 * An amount of data in bytes, never negative. Written with IEC units ({@code 64MiB}); {@code kB},
 * {@code MB} and {@code GB} are read as powers of 1000.
 */
public record Bytes(long count) implements Comparable<Bytes> {
  public static final Bytes ZERO = new Bytes(0);

  public Bytes {
    if (count < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + count);
    }
  }

  public static Bytes of(long count) {
    return new Bytes(count);
  }

  public static Bytes ofMebibytes(long mebibytes) {
    return new Bytes(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /**
   * Reads text such as {@code 256MiB}, {@code 1.5GiB} or {@code 4096B}.
   *
   * @throws IllegalArgumentException when the text is not a size; the message says what is accepted
   */
  public static Bytes parse(String text) {
    return new Bytes(Quantity.parse(text, "size", Quantity.SIZES, "256MiB"));
  }

  public Bytes plus(Bytes other) {
    return new Bytes(Math.addExact(count, other.count));
  }

  public Bytes min(Bytes other) {
    return count <= other.count ? this : other;
  }

  /** {@return this less {@code other}, or zero when {@code other} is larger} */
  public Bytes minusOrZero(Bytes other) {
    return new Bytes(Math.max(0, count - other.count));
  }

  /** {@return the time to send this amount at {@code rate}, rounded up to a nanosecond} */
  public Duration timeAt(BitRate rate) {
    if (rate.bitsPerSecond() == 0) {
      throw new ArithmeticException("nothing is ever sent at 0bit/s");
    }
    return Duration.ofNanos((long) Math.ceil(count * 8.0e9 / rate.bitsPerSecond()));
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(count, other.count);
  }

  /** {@return the amount with three significant digits, such as {@code 110MiB}} */
  @Override
  public String toString() {
    return Quantity.format(count, Quantity.IEC_NAMES, 1024);
  }
}
