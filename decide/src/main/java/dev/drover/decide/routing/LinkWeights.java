package dev.drover.decide.routing;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import java.util.List;
import java.util.stream.Stream;

/** What a link weighs that carried so many bytes in the last period. */
public enum LinkWeights {
  /** The bytes, as "Early Notification and Dynamic Routing" has it (section 4.2). */
  BYTES("bytes") {
    @Override
    double scale(long fastest, long rate) {
      return 1;
    }
  },

  /**
   * The bytes in relation to what the link can carry, so that a slow link that is full weighs more
   * than a fast one that carries the same.
   *
   * <p>The scale: what the fastest link of the topology would have carried in the same part of its
   * capacity. Where all links are alike these are the bytes themselves, and so are all choices. A
   * half-full link of 1 Gbit/s weighs as much as a half-full one of 10 Gbit/s: in 5 s, both
   * directions together, 6.25 GB.
   */
  UTILISATION("utilisation") {
    @Override
    double scale(long fastest, long rate) {
      return (double) fastest / rate;
    }
  };

  private final String label;

  LinkWeights(String label) {
    this.label = label;
  }

  /** {@return the name by which {@link #named} finds it} */
  public String label() {
    return label;
  }

  /** {@return the names, the default first} */
  public static List<String> names() {
    return Stream.of(values()).map(LinkWeights::label).toList();
  }

  /**
   * {@return the one called {@code name}}
   *
   * @throws IllegalArgumentException when there is none; the message lists the names
   */
  public static LinkWeights named(String name) {
    return Stream.of(values())
        .filter(weights -> weights.label.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is no way to weigh links; use one of "
                    + String.join(", ", names())));
  }

  /**
   * {@return the weights for {@link RoutingView#updated}, by the links' places; each below that of
   * a link that was taken, and above zero where anything was sent}
   *
   * @param bytes for each link of the topology those of the last period, sent at its one port and
   *     sent at its other together; not negative
   */
  public long[] of(Topology topology, long[] bytes) {
    List<Link> links = topology.links();
    if (bytes.length != links.size()) {
      throw new IllegalArgumentException(bytes.length + " counts for " + links.size() + " links");
    }
    long fastest = links.stream().mapToLong(link -> link.rate().bitsPerSecond()).max().orElse(0);
    long[] weights = new long[bytes.length];
    for (int link = 0; link < weights.length; link++) {
      if (bytes[link] < 0) {
        throw new IllegalArgumentException("link " + link + " carried " + bytes[link] + " bytes");
      }
      double scaled = bytes[link] * scale(fastest, links.get(link).rate().bitsPerSecond());
      weights[link] = Math.min((long) Math.ceil(scaled), RoutingView.MAXIMUM - 1);
    }
    return weights;
  }

  /** {@return by what the bytes of a link of {@code rate} are multiplied, 1 at least} */
  abstract double scale(long fastest, long rate);
}
