package dev.drover.model.unit;

/** How fast a guest dirties its memory, in bytes of dirtied pages per second, never negative. */
public record DirtyRate(long bytesPerSecond) implements Comparable<DirtyRate> {
  /** The size of a guest page on the architectures Drover knows. */
  public static final Bytes PAGE = Bytes.of(4096);

  public static final DirtyRate ZERO = new DirtyRate(0);

  public DirtyRate {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("dirty rate must not be negative: " + bytesPerSecond);
    }
  }

  public static DirtyRate ofBytesPerSecond(long bytesPerSecond) {
    return new DirtyRate(bytesPerSecond);
  }

  public static DirtyRate ofPagesPerSecond(long pages) {
    return new DirtyRate(Math.multiplyExact(pages, PAGE.count()));
  }

  /**
   * Reads text such as {@code 4MiB/s}.
   *
   * @throws IllegalArgumentException when the text is not a dirty rate; the message says what is
   *     accepted
   */
  public static DirtyRate parse(String text) {
    return new DirtyRate(Quantity.parse(text, "dirty rate", Quantity.DIRTY_RATES, "4MiB/s"));
  }

  /** {@return the bit rate at which dirtied pages would have to be sent again to keep up} */
  public BitRate asBitRate() {
    return BitRate.ofBitsPerSecond(Math.multiplyExact(bytesPerSecond, 8L));
  }

  @Override
  public int compareTo(DirtyRate other) {
    return Long.compare(bytesPerSecond, other.bytesPerSecond);
  }

  @Override
  public String toString() {
    return Bytes.of(bytesPerSecond) + "/s";
  }
}
