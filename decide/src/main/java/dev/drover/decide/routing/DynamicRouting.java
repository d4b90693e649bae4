package dev.drover.decide.routing;

import dev.drover.decide.routing.ShortestPaths.Order;

/**
 * D-R, the least busy route ("Early Notification and Dynamic Routing", section 4.2): Dijkstra's
 * algorithm, where a link weighs the bytes that both its ports counted in the last period, and the
 * links of a chosen route weigh the maximum until the next update.
 *
 * <p>How it was read:
 *
 * <ul>
 *   <li>The statistics of "the two ports connected by the edge" are taken as the bytes that each of
 *       them sent: what one sends the other receives, and counting it twice changes no choice.
 *   <li>"After choosing a best route, its weight will be set to a maximum": the weight of each of
 *       its links, in both directions. Among routes that must use taken links, the one with the
 *       fewest of them wins.
 *   <li>By weights alone a detour over idle links beats one byte on a short route, and idle links
 *       all weigh the same, zero. Equal weights are decided by fewer hops, and then by the order of
 *       the nodes in the topology, from the source on: an idle network has shortest routes. The
 *       variant {@code d-r-shortest} takes "the shortest path" at its word: fewest hops first, the
 *       least weight among those.
 *   <li>Every packet-in asks anew; the paper's period of 5 s is the caller's.
 * </ul>
 */
public final class DynamicRouting implements RouteDecider {
  private final boolean hopsFirst;

  private DynamicRouting(boolean hopsFirst) {
    this.hopsFirst = hopsFirst;
  }

  /** {@return D-R: the least weight, whatever the way} */
  public static DynamicRouting leastLoaded() {
    return new DynamicRouting(false);
  }

  /** {@return the variant: the least weight among the routes with the fewest hops} */
  public static DynamicRouting leastLoadedShortest() {
    return new DynamicRouting(true);
  }

  @Override
  public String name() {
    return hopsFirst ? "d-r-shortest" : "d-r";
  }

  @Override
  public String description() {
    return hopsFirst
        ? "the least busy of the shortest routes, one new flow each in a period"
        : "the least busy route, one new flow each in a period";
  }

  @Override
  public RouteDecision route(RoutingView view, String source, String destination, long flow) {
    Order order = hopsFirst ? Order.HOPS_THEN_WEIGHT : Order.WEIGHT_THEN_HOPS;
    return ShortestPaths.between(view, source, destination, order).firstRoute();
  }
}
