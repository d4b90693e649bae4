package dev.drover.sdn.control;

import dev.drover.decide.routing.LinkWeights;
import dev.drover.decide.routing.RouteDecider;
import dev.drover.decide.routing.RouteDeciders;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the controller is told before it begins.
 *
 * @param routing chooses the route of each new pair
 * @param period between two updates of the port statistics; the paper's is 5 s
 * @param idleTimeout after which a pair's flows are gone from the switches; whole seconds, 1 to
 *     65535
 * @param weights what a link weighs
 * @param reroute whether the routes of announced migrations may change while they run
 * @param discovery between two LLDP frames of a port; 100 ms at least
 * @param switches names; one that is not named is called by its datapath id in hex
 * @param links capacities; a link that is not listed has what its ports say
 * @param hosts names and capacities; one that is not listed is called by its address
 */
public record ControllerSettings(
    RouteDecider routing,
    Duration period,
    Duration idleTimeout,
    LinkWeights weights,
    boolean reroute,
    Duration discovery,
    List<NamedSwitch> switches,
    List<RatedLink> links,
    List<NamedHost> hosts) {
  private static final long MAX_TIMEOUT = 0xffff;

  /** A few ticks: what is sent between two of them cannot be missed in time. */
  private static final Duration LEAST_DISCOVERY = Duration.ofMillis(100);

  public ControllerSettings {
    positive("period", period);
    if (discovery.compareTo(LEAST_DISCOVERY) < 0) {
      throw new IllegalArgumentException("discovery must be at least 100ms: " + discovery);
    }
    if (!idleTimeout.equals(Duration.ofSeconds(idleTimeout.toSeconds()))
        || idleTimeout.toSeconds() < 1
        || idleTimeout.toSeconds() > MAX_TIMEOUT) {
      throw new IllegalArgumentException(
          "idleTimeout must be whole seconds from 1 to " + MAX_TIMEOUT + ": " + idleTimeout);
    }
    switches = List.copyOf(switches);
    links = List.copyOf(links);
    hosts = List.copyOf(hosts);
    unique("switch", switches.stream().map(NamedSwitch::name).toList());
    unique(
        "datapath", switches.stream().map(named -> Long.toHexString(named.datapathId())).toList());
    unique("host", hosts.stream().map(NamedHost::name).toList());
    unique("address", hosts.stream().map(NamedHost::address).toList());
  }

  /** {@return D-R with the paper's period, nothing named} */
  public static ControllerSettings standard() {
    return new ControllerSettings(
        RouteDeciders.named("d-r"),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        LinkWeights.BYTES,
        false,
        Duration.ofSeconds(1),
        List.of(),
        List.of(),
        List.of());
  }

  /** The name of a switch. */
  public record NamedSwitch(String name, long datapathId) {}

  /** The capacity of all links between two switches, each way. Ends are names of switches. */
  public record RatedLink(String left, String right, BitRate rate) {
    public RatedLink {
      if (rate.bitsPerSecond() == 0) {
        throw new IllegalArgumentException("link " + left + "–" + right + ": rate is zero");
      }
    }
  }

  /**
   * A host's name and capacity.
   *
   * @param address IPv4, dotted
   * @param rate of its link; zero when its port is to say
   */
  public record NamedHost(String name, String address, BitRate rate) {}

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be longer than nothing: " + value);
    }
  }

  private static void unique(String kind, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(kind + " " + name + " is there twice");
      }
    }
  }
}
