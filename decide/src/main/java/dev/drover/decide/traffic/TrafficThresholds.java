package dev.drover.decide.traffic;

import dev.drover.model.unit.BitRate;

/**
 * Where the classes of traffic begin.
 *
 * @param idleBelow traffic whose larger direction is below this is idle
 * @param idleFraction the same as a fraction of the NIC's rate, 0 to 1; the larger of both limits
 *     holds
 * @param dominance traffic is incoming or outgoing when one direction is at least this many times
 *     the other; above 1. A bulk TCP stream has about 45 (its acknowledgements are 2.2 % of it), so
 *     4 leaves room for a small second stream
 * @param hysteresis how far a limit moves away from the class that held before, as a fraction of
 *     the limit, 0 to 1
 */
public record TrafficThresholds(
    BitRate idleBelow, double idleFraction, double dominance, double hysteresis) {
  public TrafficThresholds {
    if (!(idleFraction >= 0 && idleFraction < 1)) {
      throw new IllegalArgumentException("idleFraction must be in [0, 1): " + idleFraction);
    }
    if (!(hysteresis >= 0 && hysteresis < 1)) {
      throw new IllegalArgumentException("hysteresis must be in [0, 1): " + hysteresis);
    }
    if (!(dominance * (1 - hysteresis) > 1)) {
      throw new IllegalArgumentException(
          "dominance must stay above 1 when hysteresis is taken off it: dominance "
              + dominance
              + ", hysteresis "
              + hysteresis);
    }
  }

  /** {@return idle below 1 Mbit/s and below 1 % of the NIC, dominance 4, hysteresis 20 %} */
  public static TrafficThresholds defaults() {
    return new TrafficThresholds(BitRate.ofMegabitsPerSecond(1), 0.01, 4, 0.2);
  }
}
