package dev.drover.decide.routing;

import dev.drover.model.network.Route;

/** What a {@link RouteDecider} found. */
public sealed interface RouteDecision {
  /** A way there; in the topology, with switches alone between its ends. */
  record Routed(Route route) implements RouteDecision {}

  /** There is no way. */
  record Unreachable(String source, String destination) implements RouteDecision {}
}
