package dev.drover.sdn.api;

import dev.drover.decide.routing.LinkWeights;
import dev.drover.decide.routing.RouteDeciders;

/** What a configuration may ask of the controller by name, for those who only write one. */
public final class RoutingNames {
  private RoutingNames() {}

  /**
   * {@return {@code name}, which is a way to choose a route}
   *
   * @throws IllegalArgumentException when it is none; the message lists the names
   */
  public static String routing(String name) {
    return RouteDeciders.named(name).name();
  }

  /**
   * {@return {@code name}, which is a way to weigh links}
   *
   * @throws IllegalArgumentException when it is none; the message lists the names
   */
  public static String weights(String name) {
    return LinkWeights.named(name).label();
  }
}
