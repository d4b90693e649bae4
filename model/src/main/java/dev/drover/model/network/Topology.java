package dev.drover.model.network;

import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Hosts, switches and the links between them; names are unique and every link's ends are there.
 * Links are known by their place in the list.
 */
public record Topology(List<Node> nodes, List<Link> links) {
  public Topology {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
    TreeSet<String> names = new TreeSet<>();
    for (Node node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException("node " + node.name() + " is there twice");
      }
    }
    for (Link link : links) {
      for (String end : List.of(link.left(), link.right())) {
        if (!names.contains(end)) {
          throw new IllegalArgumentException(
              "link " + link.left() + "–" + link.right() + " ends at unknown node " + end);
        }
      }
    }
  }

  /** {@return the node so named} */
  public Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  /** {@return the hosts, in the order of the nodes} */
  public List<String> hosts() {
    return nodes.stream().filter(node -> node.kind() == Node.Kind.HOST).map(Node::name).toList();
  }

  /**
   * {@return {@code route}, which leads from host to host along links that are there}
   *
   * @throws IllegalArgumentException when it does not; the message names the first wrong step
   */
  public Route checked(Route route) {
    List<String> hosts = hosts();
    for (String end : List.of(route.source(), route.destination())) {
      if (!hosts.contains(end)) {
        throw new IllegalArgumentException("a route ends at " + end + ", which is not a host");
      }
    }
    for (int i = 1; i < route.nodes().size(); i++) {
      String from = route.nodes().get(i - 1);
      String to = route.nodes().get(i);
      if (links.stream().noneMatch(link -> link.joins(from, to))) {
        throw new IllegalArgumentException(
            "a route goes from " + from + " to " + to + ", which no link joins");
      }
    }
    return route;
  }

  /** A host, which sends and receives, or a switch, which forwards. */
  public record Node(String name, Kind kind) {
    /** What a node does with packets. */
    public enum Kind {
      HOST,
      SWITCH
    }
  }

  /**
   * A cable between two nodes, full duplex.
   *
   * @param rate capacity each way, on the wire
   * @param delay of propagation, one way
   * @param buffer how much the output queue at each end may hold, the packet being sent apart
   */
  public record Link(String left, String right, BitRate rate, Duration delay, Buffer buffer) {
    public Link {
      if (left.equals(right)) {
        throw new IllegalArgumentException("a link ends at " + left + " twice");
      }
      if (rate.bitsPerSecond() == 0) {
        throw new IllegalArgumentException("link " + left + "–" + right + ": rate is zero");
      }
      if (delay.isNegative()) {
        throw new IllegalArgumentException("link " + left + "–" + right + ": negative delay");
      }
    }

    /** {@return whether these are its ends, in any order} */
    public boolean joins(String one, String other) {
      return (left.equals(one) && right.equals(other)) || (left.equals(other) && right.equals(one));
    }
  }

  /** The room of a drop-tail queue. */
  public sealed interface Buffer {
    /** So many packets, whatever their size. */
    record Packets(int count) implements Buffer {
      public Packets {
        if (count < 1) {
          throw new IllegalArgumentException("a buffer holds at least 1 packet: " + count);
        }
      }
    }

    /** So many bytes on the wire. */
    record Size(dev.drover.model.unit.Bytes bytes) implements Buffer {
      public Size {
        if (bytes.count() < 1) {
          throw new IllegalArgumentException("a buffer holds at least 1 byte: " + bytes);
        }
      }
    }
  }
}
