package dev.drover.simulate.scenario;

import dev.drover.decide.routing.RouteDecider;
import dev.drover.decide.routing.RouteDeciders;
import dev.drover.decide.routing.RouteDecision;
import dev.drover.decide.routing.RoutingView;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology.Link;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Timer;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;
import java.util.List;

/** The controller: asks ports what they have sent, and a decider for each new flow's route. */
final class Router {
  private final StreamNetwork network;
  private final List<Link> links;
  private final List<Route> routes;
  private final RouteDecider decider;
  private final Seeds seeds;
  private final long period;
  private final Timer statistics;
  private final long[] sent;
  private RoutingView view;

  Router(RunSpec spec, StreamNetwork network, Seeds seeds) {
    this.network = network;
    this.seeds = seeds;
    links = spec.topology().links();
    routes = spec.routes();
    decider = RouteDeciders.named(spec.routing());
    sent = new long[links.size()];
    view = RoutingView.idle(spec.topology());
    period = SimTime.of(spec.statisticsEvery());
    statistics = new Timer(network.simulator(), this::look);
    statistics.set(period);
  }

  /**
   * {@return the route of a flow that begins now}
   *
   * @param flow its name, from which a hash may choose
   */
  Route route(String source, String destination, String flow) {
    for (Route given : routes) {
      if (given.source().equals(source) && given.destination().equals(destination)) {
        view = view.taking(given);
        return given;
      }
    }
    long number = seeds.seed("flow/" + flow);
    return switch (decider.route(view, source, destination, number)) {
      case RouteDecision.Routed(Route route) -> {
        view = view.taking(route);
        yield route;
      }
      case RouteDecision.Unreachable _ ->
          throw new IllegalArgumentException("no way from " + source + " to " + destination);
    };
  }

  private void look() {
    long[] weights = new long[sent.length];
    for (int i = 0; i < weights.length; i++) {
      Link link = links.get(i);
      long now = sent(link.left(), link.right()) + sent(link.right(), link.left());
      weights[i] = now - sent[i];
      sent[i] = now;
    }
    view = view.updated(weights);
    statistics.set(network.simulator().now() + period);
  }

  private long sent(String node, String neighbour) {
    return network.bytesSent(node, neighbour, TrafficKind.MIGRATION)
        + network.bytesSent(node, neighbour, TrafficKind.WORKLOAD);
  }
}
