package dev.drover.decide.routing;

import dev.drover.decide.routing.ShortestPaths.Order;

/**
 * A route drawn at random, detours included: the shortest one under weights that the flow's hash
 * draws for each link. The line that others must beat.
 */
final class RandomPath implements RouteDecider {
  private static final int WEIGHT_BITS = 20;

  @Override
  public String name() {
    return "random";
  }

  @Override
  public String description() {
    return "any route: the line that others must beat";
  }

  @Override
  public RouteDecision route(RoutingView view, String source, String destination, long flow) {
    RoutingGraph graph = view.graph();
    long hash = FlowHash.of(graph.number(source), graph.number(destination), flow);
    long[] drawn = new long[graph.links()];
    for (int link = 0; link < drawn.length; link++) {
      drawn[link] = 1 + (FlowHash.of(link, link, hash) >>> (Long.SIZE - WEIGHT_BITS));
    }
    return ShortestPaths.between(view.updated(drawn), source, destination, Order.WEIGHT_THEN_HOPS)
        .firstRoute();
  }
}
