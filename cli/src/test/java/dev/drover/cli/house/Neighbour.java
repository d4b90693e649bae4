package dev.drover.cli.house;

import java.time.Duration;

/** Workload of a host that no guest has to make: one TCP flow to the client. */
final class Neighbour implements AutoCloseable {
  private static final String ADDRESS = "10.77.3.1";
  private static final String PORT = "6001";

  private final House house;
  private final String host;
  private final Process server;
  private final Process client;

  private Neighbour(House house, String host, Process server, Process client) {
    this.house = house;
    this.host = host;
    this.server = server;
    this.client = client;
  }

  static Neighbour send(House house, String host, long bitsPerSecond) {
    house.in(host, "ip", "addr", "add", ADDRESS + "/16", "dev", "br0");
    Process server = House.start(house.entering("c1", "iperf3", "-s", "-1", "-p", PORT));
    House.await(
        Duration.ofSeconds(60),
        "iperf3 to listen",
        () -> !house.in("c1", "ss", "-tlnH", "sport", "=", ":" + PORT).isBlank());
    String rate = Long.toString(bitsPerSecond);
    Process client =
        House.start(
            house.entering(
                host,
                "iperf3",
                "-c",
                house.clientAddress(),
                "-p",
                PORT,
                "-B",
                ADDRESS,
                "-b",
                rate,
                "-t",
                "300"));
    return new Neighbour(house, host, server, client);
  }

  boolean alive() {
    return client.isAlive() && server.isAlive();
  }

  @Override
  public void close() {
    client.destroyForcibly();
    server.destroyForcibly();
    house.in(host, "ip", "addr", "del", ADDRESS + "/16", "dev", "br0");
  }
}
