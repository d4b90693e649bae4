package dev.drover.decide.routing;

import dev.drover.decide.routing.ShortestPaths.Order;

/**
 * Fewest hops, and of several routes always the same: the first in the order of the nodes in the
 * topology. What "Early Notification and Dynamic Routing" calls "without dynamic routing" (Fig. 4,
 * Fig. 9). Does nothing about load.
 */
public final class StaticShortestPath implements RouteDecider {
  @Override
  public String name() {
    return "static";
  }

  @Override
  public String description() {
    return "fewest hops, always the same route between two hosts";
  }

  @Override
  public RouteDecision route(RoutingView view, String source, String destination, long flow) {
    return ShortestPaths.between(view, source, destination, Order.HOPS).firstRoute();
  }
}
