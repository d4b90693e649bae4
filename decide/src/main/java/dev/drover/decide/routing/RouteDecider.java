package dev.drover.decide.routing;

/** Chooses the route of a flow that is about to begin. Holds no state. */
public interface RouteDecider {
  /** {@return the name by which {@link RouteDeciders#named} finds it} */
  String name();

  /** {@return what it does, in one line} */
  String description();

  /**
   * {@return the route for a flow; once it is used, {@link RoutingView#taking} gives the view for
   * the next flow}
   *
   * @param flow a number of its own for each flow; the same flow under the same view gets the same
   *     route
   * @throws IllegalArgumentException when the topology lacks an end or both ends are the same
   */
  RouteDecision route(RoutingView view, String source, String destination, long flow);
}
