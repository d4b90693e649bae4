package dev.drover.sdn.api;

import java.util.List;

/**
 * A migration about to begin. Its route is reserved before its first packet: other new pairs avoid
 * its links until it is withdrawn.
 *
 * @param migration its id
 * @param source address of the host that sends, IPv4
 * @param destination of the host that receives
 * @param port that the destination listens on
 * @param connections that will be opened; each gets a route of its own, as far apart as the network
 *     allows
 */
public record Announcement(
    String migration, String source, String destination, int port, int connections) {
  /** What was reserved. {@code routes} are lists of switches, the first connection's first. */
  public record Reserved(String migration, List<List<String>> routes) {
    public Reserved {
      routes = routes.stream().map(List::copyOf).toList();
    }
  }
}
