package dev.drover.simulate.memory;

/**
 * The moments and the random numbers of a pattern's writes. The k-th write happens at guest time k
 * ÷ rate and its number is a function of the seed and k alone, so that it does not matter in which
 * spans a guest's time is asked for.
 */
final class WriteSequence {
  /** 2⁶⁴ ÷ the golden ratio, SplitMix64's increment. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private static final double PICOSECONDS = 1e12;

  private final double writesPerSecond;
  private final long origin;

  /**
   * A sequence.
   *
   * @param writesPerSecond from 0, never, to 10¹²
   */
  WriteSequence(double writesPerSecond, long seed) {
    if (!(writesPerSecond >= 0 && writesPerSecond <= 1e12)) {
      throw new IllegalArgumentException(
          "writesPerSecond must be from 0 to 1e12: " + writesPerSecond);
    }
    this.writesPerSecond = writesPerSecond;
    this.origin = mix(seed);
  }

  /**
   * {@return how many writes happen in (0, {@code guestTime}]} It never falls as time goes on,
   * because rounding does not.
   *
   * @param guestTime in picoseconds
   */
  long writesBy(long guestTime) {
    return (long) (guestTime * writesPerSecond / PICOSECONDS);
  }

  /** {@return 64 random bits of the {@code k}-th write} */
  long bits(long k) {
    return mix(origin + k * GOLDEN);
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Generators). */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
