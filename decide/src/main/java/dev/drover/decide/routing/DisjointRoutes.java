package dev.drover.decide.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Paths for the connections of one migration that share as few links as the network allows.
 *
 * <p>As many paths without a common link as there are, at most one for each connection; of all such
 * sets one with the least sum of weights, then of hops. A path is found at a time by the way of
 * Bhandari and Suurballe (Suurballe, Tarjan, "A quick method for finding shortest pairs of disjoint
 * paths", Networks 14, 1984): a new one may give back links that earlier ones held, who then go on
 * where it came from. Taking shortest paths and removing their links would find too few where a
 * short one blocks two longer ones.
 */
public final class DisjointRoutes {
  private DisjointRoutes() {}

  /**
   * {@return the paths, the least weight first, then the fewest hops, then in the order of the
   * source's neighbours; none when there is no way}
   *
   * @param most how many at most; more than 0
   * @throws IllegalArgumentException when the topology lacks an end or both ends are the same
   */
  public static List<Path> between(RoutingView view, String source, String destination, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("at least 1 route is asked for, not " + most);
    }
    if (source.equals(destination)) {
      throw new IllegalArgumentException("a flow from " + source + " to itself needs no route");
    }
    RoutingGraph graph = view.graph();
    DisjointSearch search =
        new DisjointSearch(view, graph.number(source), graph.number(destination));
    int found = 0;
    while (found < most && search.another()) {
      found++;
    }
    List<Path> paths = search.paths(found);
    paths.sort(
        Comparator.<Path>comparingLong(path -> weight(view, path))
            .thenComparingInt(path -> path.links().size()));
    return paths;
  }

  /**
   * {@return a path for each of {@code connections}: those of {@link #between} by turns, so that no
   * path has two connections more than another; none when there is no way}
   */
  public static List<Path> forConnections(
      RoutingView view, String source, String destination, int connections) {
    List<Path> distinct = between(view, source, destination, connections);
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < connections && !distinct.isEmpty(); i++) {
      paths.add(distinct.get(i % distinct.size()));
    }
    return paths;
  }

  private static long weight(RoutingView view, Path path) {
    return path.links().stream().mapToLong(view::weight).sum();
  }
}
