package dev.drover.decide.evacuation;

import dev.drover.model.Strategy;
import java.util.List;
import java.util.SplittableRandom;

/** The policies by name. A new one is one class and one line in {@link #all}. */
public final class EvacuationPolicies {
  private static final long RANDOM_SEED = 1;

  private EvacuationPolicies() {}

  /** {@return the names, the default first} */
  public static List<String> names() {
    return all().stream().map(EvacuationPolicy::name).toList();
  }

  /**
   * {@return the policy called {@code name}, with default settings}
   *
   * @throws IllegalArgumentException when there is none; the message lists the names
   */
  public static EvacuationPolicy named(String name) {
    return all().stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'" + name + "' is not a policy; use one of " + String.join(", ", names())));
  }

  /** {@return all of them, the default first} */
  public static List<EvacuationPolicy> all() {
    TrafficAwareSettings settings = TrafficAwareSettings.defaults();
    return List.of(
        new TrafficAwarePolicy("traffic-aware", settings),
        new TrafficAwarePolicy("traffic-aware-paper", settings.toTheLetter()),
        new QemuPolicy(Strategy.SERIAL, settings),
        new QemuPolicy(Strategy.PARALLEL, settings),
        new RandomPolicy(() -> new SplittableRandom(RANDOM_SEED), settings));
  }
}
