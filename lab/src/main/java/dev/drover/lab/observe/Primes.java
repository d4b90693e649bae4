package dev.drover.lab.observe;

import java.util.BitSet;

/** A sieve of Eratosthenes: answers are judged by another way than they are found. */
final class Primes {
  private final BitSet composite;
  private final int most;

  /** Knows the primes up to {@code most}. */
  Primes(int most) {
    this.most = most;
    this.composite = new BitSet(most + 1);
    composite.set(0, 2);
    for (int p = 2; (long) p * p <= most; p++) {
      for (int multiple = p * p; !composite.get(p) && multiple <= most; multiple += p) {
        composite.set(multiple);
      }
    }
  }

  /** {@return whether p is the smallest prime for which n − p is prime} */
  boolean goldbach(int n, int p) {
    if (n > most || p < 2 || p > n - 2 || !both(n, p)) {
      return false;
    }
    for (int smaller = 2; smaller < p; smaller++) {
      if (both(n, smaller)) {
        return false;
      }
    }
    return true;
  }

  private boolean both(int n, int p) {
    return !composite.get(p) && !composite.get(n - p);
  }
}
