package dev.drover.decide.communication;

import java.util.List;

/** The token policies, by name. A new one is one class and one line in {@link #all}. */
public final class TokenPolicies {
  private TokenPolicies() {}

  /** {@return all of them, the default first} */
  public static List<TokenPolicy> all() {
    return List.of(new HighestLevelFirst(), new LoadAware(), new GlobalOrder(), new RoundRobin());
  }

  /** {@return the names, the default first} */
  public static List<String> names() {
    return all().stream().map(TokenPolicy::name).toList();
  }

  /**
   * {@return the one called {@code name}}
   *
   * @throws IllegalArgumentException when there is none; the message lists the names
   */
  public static TokenPolicy named(String name) {
    return all().stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'" + name + "' is no token policy; use one of " + String.join(", ", names())));
  }
}
