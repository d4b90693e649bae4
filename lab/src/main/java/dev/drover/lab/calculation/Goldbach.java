package dev.drover.lab.calculation;

/** What is calculated: two primes of which an even number is the sum. */
public final class Goldbach {
  public static final int LEAST = 4;

  /** Within a millisecond also in an emulated guest. */
  public static final int MOST = 10_000_000;

  private Goldbach() {}

  /**
   * {@return the smallest prime p for which n − p is prime too}
   *
   * @param n even, {@link #LEAST} to {@link #MOST}; that there is one has been tried far beyond
   */
  public static int smallestPrime(int n) {
    if (n < LEAST || n > MOST || n % 2 != 0) {
      throw new IllegalArgumentException("n must be even, " + LEAST + " to " + MOST + ", not " + n);
    }
    if (n == LEAST) {
      return 2;
    }
    int p = 3;
    while (!isPrime(p) || !isPrime(n - p)) {
      p += 2;
    }
    return p;
  }

  /** {@return whether {@code n}, odd and at least 3, is prime} */
  private static boolean isPrime(int n) {
    for (int divisor = 3; divisor <= n / divisor; divisor += 2) {
      if (n % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
