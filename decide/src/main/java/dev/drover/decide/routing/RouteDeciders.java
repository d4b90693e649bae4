package dev.drover.decide.routing;

import java.util.List;

/** The ways to choose a route, by name. A new one is one class and one line in {@link #all}. */
public final class RouteDeciders {
  private RouteDeciders() {}

  /** {@return the names, the default first} */
  public static List<String> names() {
    return all().stream().map(RouteDecider::name).toList();
  }

  /**
   * {@return the one called {@code name}}
   *
   * @throws IllegalArgumentException when there is none; the message lists the names
   */
  public static RouteDecider named(String name) {
    return all().stream()
        .filter(decider -> decider.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is no way to choose a route; use one of "
                    + String.join(", ", names())));
  }

  /** {@return all of them, the default first} */
  public static List<RouteDecider> all() {
    return List.of(
        new StaticShortestPath(),
        new EqualCostMultiPath(),
        DynamicRouting.leastLoaded(),
        DynamicRouting.leastLoadedShortest(),
        new RandomPath());
  }
}
