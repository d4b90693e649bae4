package dev.drover.decide.routing;

import dev.drover.decide.routing.ShortestPaths.Order;

/**
 * ECMP (RFC 2992, hash-based): a flow's hash chooses among all routes with the fewest hops, each
 * equally likely, whatever they carry.
 *
 * <p>The hash is {@link FlowHash#of} over the two ends' numbers in the topology and the flow's
 * number, modulo the number of routes. Real switches hash hop by hop; where all have the same
 * number of ways on, as in a fat tree, that is the same distribution.
 */
public final class EqualCostMultiPath implements RouteDecider {
  @Override
  public String name() {
    return "ecmp";
  }

  @Override
  public String description() {
    return "fewest hops, by the flow's hash among all such routes";
  }

  @Override
  public RouteDecision route(RoutingView view, String source, String destination, long flow) {
    RoutingGraph graph = view.graph();
    return ShortestPaths.between(view, source, destination, Order.HOPS)
        .anyRoute(FlowHash.of(graph.number(source), graph.number(destination), flow));
  }
}
