package dev.drover.decide.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DisjointRoutesTest {
  private static final int NETWORKS = 2000;

  /** A set of paths: how many, and what they cost together. */
  private record Set(int paths, long weight, int hops) {
    boolean isBetterThan(Set other) {
      if (paths != other.paths) {
        return paths > other.paths;
      }
      return weight != other.weight ? weight < other.weight : hops < other.hops;
    }
  }

  /** A way by its links, as bits. */
  private record Way(long links, long weight, int hops) {}

  /** Every set of ways without a common link, by trying all. */
  @Test
  void paths_areAsManyAsThereAre_andOfLeastWeight() {
    int several = 0;
    for (long seed = 0; seed < NETWORKS; seed++) {
      RoutingView view = view(small(seed), seed);
      int most = 1 + (int) (seed % 4);
      List<Path> paths = DisjointRoutes.between(view, "a", "b", most);
      Set best = best(ways(view), 0, new Set(0, 0, 0), 0, most);
      assertThat(sum(view, paths)).as("seed %d: %s", seed, paths).isEqualTo(best);
      assertThat(links(paths)).as("seed %d", seed).doesNotHaveDuplicates();
      for (Path path : paths) {
        assertThat(faults(view.topology(), path)).as("seed %d: %s", seed, path).isEmpty();
      }
      assertThat(DisjointRoutes.between(view, "a", "b", most)).isEqualTo(paths);
      several += paths.size() > 1 ? 1 : 0;
    }
    assertThat(several).isGreaterThan(NETWORKS / 5);
  }

  /** The shortest way a–p–q–b blocks a–p–r–b and a–s–q–b; both are there without it. */
  @Test
  void trap_ofAShortWayThatBlocksTwo_isAvoided() {
    Topology trap =
        new Networks()
            .host("a")
            .host("b")
            .forwarder("p")
            .forwarder("q")
            .forwarder("r")
            .forwarder("s")
            .link("a", "p")
            .link("p", "q")
            .link("q", "b")
            .link("p", "r")
            .link("r", "b")
            .link("a", "s")
            .link("s", "q")
            .topology();
    assertThat(routes(DisjointRoutes.between(RoutingView.idle(trap), "a", "b", 2)))
        .containsExactly("a-p-r-b", "a-s-q-b");
  }

  @Test
  void connections_moreThanThereArePaths_useThemEvenly() {
    RoutingView view = RoutingView.idle(Networks.paper());
    assertThat(routes(DisjointRoutes.forConnections(view, "right", "left", 8)))
        .containsExactly(
            "right-up1-left",
            "right-up2-left",
            "right-up3-left",
            "right-up1-left",
            "right-up2-left",
            "right-up3-left",
            "right-up1-left",
            "right-up2-left");
    assertThat(routes(DisjointRoutes.forConnections(view, "right", "left", 2))).hasSize(2);
  }

  @Test
  void path_withLeastWeight_comesFirst() {
    RoutingView idle = RoutingView.idle(Networks.paper());
    long[] weights = new long[idle.topology().links().size()];
    weights[idle.link("left", "up1")] = 7;
    assertThat(routes(DisjointRoutes.between(idle.updated(weights), "right", "left", 3)))
        .containsExactly("right-up2-left", "right-up3-left", "right-up1-left");
  }

  @Test
  void parallelLinks_areSeveralPaths() {
    Topology two =
        new Networks().forwarder("a").forwarder("b").link("a", "b").link("b", "a").topology();
    assertThat(DisjointRoutes.between(RoutingView.idle(two), "a", "b", 3))
        .extracting(Path::links)
        .containsExactly(List.of(0), List.of(1));
  }

  @Test
  void ends_withNoWay_haveNoPath_andWrongOnesAreRefused() {
    RoutingView view =
        RoutingView.idle(
            new Networks().host("a").host("b").forwarder("s").link("a", "s").topology());
    assertThat(DisjointRoutes.between(view, "a", "b", 2)).isEmpty();
    assertThat(DisjointRoutes.forConnections(view, "a", "b", 2)).isEmpty();
    assertThatThrownBy(() -> DisjointRoutes.between(view, "a", "a", 2)).hasMessageContaining("a");
    assertThatThrownBy(() -> DisjointRoutes.between(view, "a", "c", 2)).hasMessageContaining("c");
    assertThatThrownBy(() -> DisjointRoutes.between(view, "a", "b", 0)).hasMessageContaining("0");
  }

  private static List<String> routes(List<Path> paths) {
    return paths.stream().map(path -> String.join("-", path.route().nodes())).toList();
  }

  private static List<Integer> links(List<Path> paths) {
    return paths.stream().flatMap(path -> path.links().stream()).toList();
  }

  private static Set sum(RoutingView view, List<Path> paths) {
    List<Integer> links = links(paths);
    return new Set(paths.size(), links.stream().mapToLong(view::weight).sum(), links.size());
  }

  private static List<String> faults(Topology topology, Path path) {
    List<String> faults = Networks.faults(topology, path.route(), "a", "b");
    for (int i = 0; i < path.links().size(); i++) {
      Link link = topology.links().get(path.links().get(i));
      if (!link.joins(path.route().nodes().get(i), path.route().nodes().get(i + 1))) {
        faults.add("link " + i + " is another one");
      }
    }
    return faults;
  }

  private static Set best(List<Way> ways, int next, Set chosen, long used, int most) {
    Set best = chosen;
    for (int way = next; way < ways.size() && chosen.paths() < most; way++) {
      Way tried = ways.get(way);
      if ((tried.links() & used) == 0) {
        Set with =
            new Set(
                chosen.paths() + 1, chosen.weight() + tried.weight(), chosen.hops() + tried.hops());
        Set found = best(ways, way + 1, with, used | tried.links(), most);
        if (found.isBetterThan(best)) {
          best = found;
        }
      }
    }
    return best;
  }

  private static List<Way> ways(RoutingView view) {
    List<Way> found = new ArrayList<>();
    walk(view, List.of("a"), new Way(0, 0, 0), found);
    return found;
  }

  private static void walk(RoutingView view, List<String> nodes, Way way, List<Way> found) {
    Topology topology = view.topology();
    String last = nodes.getLast();
    for (int link = 0; link < topology.links().size(); link++) {
      Link ends = topology.links().get(link);
      Optional<String> next =
          ends.left().equals(last)
              ? Optional.of(ends.right())
              : ends.right().equals(last) ? Optional.of(ends.left()) : Optional.empty();
      if (next.isEmpty() || nodes.contains(next.get())) {
        continue;
      }
      Way longer =
          new Way(way.links() | 1L << link, way.weight() + view.weight(link), way.hops() + 1);
      if (next.get().equals("b")) {
        found.add(longer);
      } else if (topology.node(next.get()).orElseThrow().kind() == Node.Kind.SWITCH) {
        List<String> more = new ArrayList<>(nodes);
        more.add(next.get());
        walk(view, more, longer, found);
      }
    }
  }

  /** Ends a and b, hosts or switches, up to four switches between and a host that is in the way. */
  private static Topology small(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Networks net = new Networks();
    List<String> names = new ArrayList<>(List.of("a", "b", "h"));
    for (String end : List.of("a", "b")) {
      if (random.nextBoolean()) {
        net.host(end);
      } else {
        net.forwarder(end);
      }
    }
    net.host("h");
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      names.add("s" + i);
      net.forwarder("s" + i);
    }
    for (int i = random.nextInt(4, 13); i > 0; i--) {
      String left = names.get(random.nextInt(names.size()));
      String right = names.get(random.nextInt(names.size()));
      if (!left.equals(right)) {
        net.link(left, right);
      }
    }
    return net.topology();
  }

  /** Many ties; now and then a link that is taken. */
  private static RoutingView view(Topology topology, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] weights = random.longs(topology.links().size(), 0, 4).toArray();
    RoutingView view = RoutingView.idle(topology).updated(weights);
    List<Link> taken = topology.links().stream().filter(_ -> random.nextInt(5) == 0).toList();
    for (Link link : taken) {
      view = view.taking(new Route(List.of(link.left(), link.right())));
    }
    return view;
  }
}
