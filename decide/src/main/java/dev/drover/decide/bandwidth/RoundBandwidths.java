package dev.drover.decide.bandwidth;

import dev.drover.model.unit.BitRate;
import java.util.List;

/**
 * The ways to choose a round's rate, by name. A new one is one class and one line in {@link #all}.
 */
public final class RoundBandwidths {
  private static final String FIXED = "fixed=";

  private RoundBandwidths() {}

  /** {@return the names, the default first} */
  public static List<String> names() {
    return all().stream().map(RoundBandwidth::name).toList();
  }

  /**
   * {@return the one called {@code name}; {@code fixed=50Mbit/s} is a fixed rate of that much}
   *
   * @throws IllegalArgumentException when there is none; the message lists the names
   */
  public static RoundBandwidth named(String name) {
    if (name.startsWith(FIXED)) {
      return new FixedRate(BitRate.parse(name.substring(FIXED.length())));
    }
    return all().stream()
        .filter(bandwidth -> bandwidth.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is no way to choose a round's rate; use one of "
                    + String.join(", ", names())
                    + ", or fixed=RATE"));
  }

  /**
   * {@return the one called {@code name}, for a real VM: a line drawn by lot is for simulations}
   *
   * @throws IllegalArgumentException when there is none, or it is for simulations
   */
  public static RoundBandwidth onHosts(String name) {
    RoundBandwidth bandwidth = named(name);
    if (bandwidth instanceof RandomRate) {
      throw new IllegalArgumentException(
          "'" + name + "' is for simulations only; use another, such as bda");
    }
    return bandwidth;
  }

  /** {@return all of them, the default first} */
  public static List<RoundBandwidth> all() {
    return List.of(
        new XenDefault(),
        XenIncremental.defaults(),
        BandwidthDynamicAssignment.standard(),
        BandwidthDynamicAssignment.byUsage(),
        BandwidthDynamicAssignment.asPrinted(),
        new FixedRate(FixedRate.DEFAULT),
        new Unlimited(),
        new RandomRate());
  }
}
