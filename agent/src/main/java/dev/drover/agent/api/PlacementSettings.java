package dev.drover.agent.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a host takes part in S-CORE. All of it may be left out; the methods of other names say what
 * holds then.
 *
 * @param weights c₁, c₂ … of the levels; by default e⁰, e¹, e³, e⁵
 * @param window over which traffic is averaged, 10s
 * @param minimumStay how long a VM stays where it came to, 0s
 * @param pause between the arrival of the token and the decision, 0s
 * @param poll how often the switch's counters are read, 1s
 * @param price c_m where it is the same for every migration, bytes a second times weight; 0
 * @param horizon for how long a new place is expected to be good: then c_m is what a migration is
 *     predicted to cost
 * @param watchEvery how often the host that has the token is asked whether it still has it, 1s
 * @param lostAfter for how long it may say nothing before the token counts as lost, 10s
 * @param silence for how long nothing may be heard of a token before all are asked for it, 2min
 * @param slots VMs on this host at most; by default only memory is a limit
 * @param migrations the policy that plans migrations, {@code traffic-aware}
 * @param network URL of the OpenFlow controller that keeps routes; by default none is asked
 */
public record PlacementSettings(
    Optional<List<Double>> weights,
    Optional<Duration> window,
    Optional<Duration> minimumStay,
    Optional<Duration> pause,
    Optional<Duration> poll,
    Optional<Double> price,
    Optional<Duration> horizon,
    Optional<Duration> watchEvery,
    Optional<Duration> lostAfter,
    Optional<Duration> silence,
    Optional<Integer> slots,
    Optional<String> migrations,
    Optional<String> network) {
  /** Nothing said. */
  public static final PlacementSettings DEFAULT =
      new PlacementSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public PlacementSettings {
    weights = weights.map(List::copyOf);
    positive("window", window);
    positive("poll", poll);
    positive("horizon", horizon);
    positive("watchEvery", watchEvery);
    positive("lostAfter", lostAfter);
    positive("silence", silence);
    if (slots.filter(count -> count < 1).isPresent()) {
      throw new IllegalArgumentException("slots must be at least 1");
    }
  }

  private static void positive(String name, Optional<Duration> time) {
    if (time.filter(given -> !given.isPositive()).isPresent()) {
      throw new IllegalArgumentException(name + " must be above zero");
    }
  }
}
