package dev.drover.decide.bandwidth;

import dev.drover.model.unit.BitRate;

/**
 * Any rate between a twentieth of what is possible and all of it, drawn from the number of the
 * round alone: the line that others must beat.
 */
final class RandomRate implements RoundBandwidth {
  private static final double LEAST = 0.05;

  @Override
  public String name() {
    return "random";
  }

  @Override
  public String description() {
    return "any rate that is possible: the line that others must beat";
  }

  @Override
  public BitRate rate(RoundObservation round) {
    double drawn = (mix(round.round()) >>> 11) * 0x1p-53;
    return round.most().times(LEAST + (1 - LEAST) * drawn).max(BitRate.ofBitsPerSecond(1));
  }

  /** The output function of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  private static long mix(long value) {
    long z = value * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
