package dev.drover.simulate.kernel;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One seed for each entity of a run, derived from the run's seed and the entity's name alone: to
 * add an entity, or to have one draw more often, changes no other's numbers.
 */
public final class Seeds {
  private final long seed;

  public Seeds(long seed) {
    this.seed = seed;
  }

  /** {@return a generator of its own for {@code entity}, the same at each call} */
  public RandomGenerator.SplittableGenerator generator(String entity) {
    return new SplittableRandom(seed(entity));
  }

  /** {@return the seed of {@code entity}} */
  public long seed(String entity) {
    long hash = mix(seed + 0x9e3779b97f4a7c15L);
    for (int i = 0; i < entity.length(); i++) {
      hash = mix(hash ^ entity.charAt(i));
    }
    return hash;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Generators). */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
