package dev.drover.decide.routing;

import dev.drover.model.network.Route;
import java.util.List;

/**
 * A route and the links that it uses, which a route alone does not say where several join two
 * nodes.
 *
 * @param links by their places in the topology, from the source on: one fewer than nodes
 */
public record Path(Route route, List<Integer> links) {
  public Path {
    links = List.copyOf(links);
    if (links.size() != route.nodes().size() - 1) {
      throw new IllegalArgumentException(
          route.nodes() + " has " + (route.nodes().size() - 1) + " links, not " + links.size());
    }
  }
}
