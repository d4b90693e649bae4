package dev.drover.sdn.api;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.List;

/**
 * The network as the controller knows it now.
 *
 * @param routing the name of the way to choose routes
 */
public record NetworkStatus(
    String routing,
    List<SwitchStatus> switches,
    List<LinkStatus> links,
    List<HostStatus> hosts,
    List<PathStatus> paths) {
  public NetworkStatus {
    switches = List.copyOf(switches);
    links = List.copyOf(links);
    hosts = List.copyOf(hosts);
    paths = List.copyOf(paths);
  }

  /** A switch; one that has left stays listed, unless there are thousands of them. */
  public record SwitchStatus(String name, long datapathId, boolean connected, int ports) {}

  /**
   * A link between two switches, with what its ends sent in the last period.
   *
   * @param taken whether a route was given over it since the last update
   */
  public record LinkStatus(
      String left,
      long leftPort,
      String right,
      long rightPort,
      BitRate capacity,
      BitRate leftToRight,
      BitRate rightToLeft,
      boolean taken) {}

  /**
   * A host, or a VM behind one, where it was seen last.
   *
   * @param name from the configuration, or its address
   * @param address IPv4
   * @param mac empty when it is known only from rules that an earlier run left
   * @param sent by it, and {@code received}: at its switch port, which it may share, in the last
   *     period
   */
  public record HostStatus(
      String name,
      String address,
      String mac,
      String switchName,
      long port,
      BitRate capacity,
      BitRate sent,
      BitRate received) {}

  /**
   * A route in use, one way.
   *
   * @param connection {@code tcp SOURCE-PORT>DESTINATION-PORT} when it is one connection's own, or
   *     empty
   * @param migration the announced migration whose route it is, or empty
   * @param rate in the last period
   */
  public record PathStatus(
      String source,
      String destination,
      String connection,
      List<String> switches,
      Bytes sent,
      BitRate rate,
      String migration) {
    public PathStatus {
      switches = List.copyOf(switches);
    }
  }
}
