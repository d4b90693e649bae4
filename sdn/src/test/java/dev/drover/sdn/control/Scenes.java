package dev.drover.sdn.control;

import dev.drover.decide.routing.LinkWeights;
import dev.drover.decide.routing.RouteDeciders;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import java.time.Duration;
import java.util.List;

/** Networks that several tests are about. */
final class Scenes {
  static final Duration PERIOD = Duration.ofSeconds(5);
  static final Duration IDLE = Duration.ofSeconds(30);
  private static final int NET = 0x0a4d_0000;

  private static long ids;

  private Scenes() {}

  static ControllerSettings settings(String routing) {
    return settings(routing, false);
  }

  static ControllerSettings settings(String routing, boolean reroute) {
    return new ControllerSettings(
        RouteDeciders.named(routing),
        PERIOD,
        IDLE,
        LinkWeights.BYTES,
        reroute,
        Duration.ofSeconds(1),
        List.of(),
        List.of(),
        List.of());
  }

  static int address(int host) {
    return NET + host;
  }

  /** {@return switches 1 to 4 in a ring 1–2–4–3–1; h1 at switch 1, h2 at 4, ports 10} */
  static FakeNetwork ring(String routing) {
    return ring(settings(routing));
  }

  static FakeNetwork ring(ControllerSettings settings) {
    FakeNetwork network = new FakeNetwork(settings, 11);
    network.cable(1, 1, 2, 1);
    network.cable(1, 2, 3, 1);
    network.cable(2, 2, 4, 1);
    network.cable(3, 2, 4, 2);
    network.host("h1", address(1), 1, 10);
    network.host("h2", address(2), 4, 10);
    network.host("h3", address(3), 1, 11);
    network.host("h4", address(4), 4, 11);
    return network;
  }

  /** All hosts say where they are. */
  static void introduce(FakeNetwork network) {
    network.hosts.values().forEach(FakeHost::announce);
    network.settle();
  }

  static FakeHost host(FakeNetwork network, String name) {
    FakeHost host = network.hosts.get(name);
    if (host == null) {
      throw new AssertionError("no host " + name);
    }
    return host;
  }

  /** One host sends another a packet; {@return its id} */
  static long send(FakeNetwork network, String from, String to) {
    return send(network, from, to, 0, 0);
  }

  static long send(FakeNetwork network, String from, String to, int fromPort, int toPort) {
    FakeHost sender = host(network, from);
    FakeHost receiver = host(network, to);
    long id = ++ids;
    sender.send(Packets.ipv4(sender, receiver.mac, receiver.address, fromPort, toPort, id));
    return id;
  }

  /** {@return how often the packet arrives, once all has come to rest} */
  static long arrivals(FakeNetwork network, String to, long id) {
    network.settle();
    return host(network, to).count(id);
  }

  /** {@return the switches that packets between two hosts pass, by the controller's status} */
  static List<String> path(FakeNetwork network, String from, String to) {
    return path(network, from, to, "");
  }

  static List<String> path(FakeNetwork network, String from, String to, String connection) {
    String source = Addresses.text(host(network, from).address);
    String destination = Addresses.text(host(network, to).address);
    return network.controller().status().paths().stream()
        .filter(path -> path.source().equals(source) && path.destination().equals(destination))
        .filter(path -> path.connection().equals(connection))
        .map(PathStatus::switches)
        .findFirst()
        .orElse(List.of());
  }
}
