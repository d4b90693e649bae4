package dev.drover.simulate.topology;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The topologies that experiments use. Hosts are {@code h1}, {@code h2}…, switches {@code s1},
 * {@code s2}… unless a method says otherwise.
 */
public final class Topologies {
  private Topologies() {}

  /** {@return hosts {@code h1}… on one switch {@code s1}} */
  public static Topology star(int hosts, Cable cable) {
    if (hosts < 2) {
      throw new IllegalArgumentException("a star has at least 2 hosts: " + hosts);
    }
    Builder builder = new Builder();
    builder.add("s1", Node.Kind.SWITCH);
    for (int i = 1; i <= hosts; i++) {
      builder.host("h" + i, "s1", cable);
    }
    return builder.build();
  }

  /**
   * {@return a star whose receiver {@code h1} has a link of its own kind; senders are {@code h2}…}
   */
  public static Topology incast(int senders, Cable sender, Cable receiver) {
    if (senders < 1) {
      throw new IllegalArgumentException("an incast has at least 1 sender: " + senders);
    }
    Builder builder = new Builder();
    builder.add("s1", Node.Kind.SWITCH);
    builder.host("h1", "s1", receiver);
    for (int i = 2; i <= senders + 1; i++) {
      builder.host("h" + i, "s1", sender);
    }
    return builder.build();
  }

  /**
   * {@return hosts {@code l1}… on switch {@code s1} and as many hosts {@code r1}… on {@code s2},
   * with one link between the switches}
   */
  public static Topology dumbbell(int pairs, Cable access, Cable middle) {
    if (pairs < 1) {
      throw new IllegalArgumentException("a dumbbell has at least 1 pair: " + pairs);
    }
    Builder builder = new Builder();
    builder.add("s1", Node.Kind.SWITCH);
    builder.add("s2", Node.Kind.SWITCH);
    builder.links.add(middle.between("s1", "s2"));
    for (int i = 1; i <= pairs; i++) {
      builder.host("l" + i, "s1", access);
      builder.host("r" + i, "s2", access);
    }
    return builder.build();
  }

  /**
   * {@return the six-host fat tree of Figs. 4 to 6 of the early-notification paper: hosts 1 to 3 on
   * switch 4 and hosts 4 to 6 on switch 5, both joined to each of the upper switches 1, 2 and 3}
   *
   * <p>The figures are not in the text. It says that migrations go from 4 to 1, 5 to 2 and 6 to 3
   * (5.2), that all may pass "through switches (5, 1, 4)", and that with load balancing each is
   * three times as fast as "two redundant links are fully utilized" and none shares a link (3.3).
   * So host 4's switch is 5 and host 1's is 4, switch 1 is one of the upper ones, and there are
   * three disjoint ways from 5 to 4: three upper switches.
   */
  public static Topology earlyNotification(Cable cable) {
    Builder builder = new Builder();
    for (int i = 1; i <= 5; i++) {
      builder.add("s" + i, Node.Kind.SWITCH);
    }
    for (int lower = 4; lower <= 5; lower++) {
      for (int upper = 1; upper <= 3; upper++) {
        builder.links.add(cable.between("s" + lower, "s" + upper));
      }
    }
    for (int i = 1; i <= 6; i++) {
      builder.host("h" + i, i <= 3 ? "s4" : "s5", cable);
    }
    return builder.build();
  }

  /**
   * {@return the k-ary fat tree (Al-Fares, Loukissas, Vahdat 2008): k pods of k/2 edge and k/2
   * aggregation switches, (k/2)² core switches and k³/4 hosts}
   *
   * <p>Hosts are {@code h1}… in the order of the pods and edge switches; switches {@code edge-P-E},
   * {@code agg-P-A} and {@code core-C}, each number from 1. Aggregation switch A of every pod is
   * joined to cores (A − 1)·k/2 + 1 to A·k/2.
   *
   * @param k even
   */
  public static Topology fatTree(int k, Cable cable) {
    if (k < 2 || k % 2 != 0 || k > 128) {
      throw new IllegalArgumentException("k must be even and from 2 to 128: " + k);
    }
    int half = k / 2;
    Builder builder = new Builder();
    for (int core = 1; core <= half * half; core++) {
      builder.add("core-" + core, Node.Kind.SWITCH);
    }
    int host = 0;
    for (int pod = 1; pod <= k; pod++) {
      for (int aggregation = 1; aggregation <= half; aggregation++) {
        String name = "agg-" + pod + "-" + aggregation;
        builder.add(name, Node.Kind.SWITCH);
        for (int core = 1; core <= half; core++) {
          builder.links.add(cable.between(name, "core-" + ((aggregation - 1) * half + core)));
        }
      }
      for (int edge = 1; edge <= half; edge++) {
        String name = "edge-" + pod + "-" + edge;
        builder.add(name, Node.Kind.SWITCH);
        for (int aggregation = 1; aggregation <= half; aggregation++) {
          builder.links.add(cable.between(name, "agg-" + pod + "-" + aggregation));
        }
        for (int i = 0; i < half; i++) {
          builder.host("h" + ++host, name, cable);
        }
      }
    }
    return builder.build();
  }

  private static final class Builder {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    void add(String name, Node.Kind kind) {
      nodes.add(new Node(name, kind));
    }

    void host(String name, String at, Cable cable) {
      add(name, Node.Kind.HOST);
      links.add(cable.between(name, at));
    }

    Topology build() {
      return new Topology(nodes, links);
    }
  }
}
