package dev.drover.host;

import dev.drover.control.execute.RouteReservations;
import dev.drover.control.inventory.Inventory;
import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.api.SdnClient;
import java.net.URI;
import java.util.Optional;

/** Has the network's OpenFlow controller keep a route for each migration. */
public final class NetworkRoutes implements RouteReservations {
  private final SdnClient controller;

  private NetworkRoutes(SdnClient controller) {
    this.controller = controller;
  }

  /** {@return routes kept by the inventory's network, or nobody's when it names none} */
  public static RouteReservations of(Inventory inventory) {
    Optional<URI> network = inventory.network();
    return network.isEmpty()
        ? NONE
        : new NetworkRoutes(new SdnClient(network.get(), inventory.tls()));
  }

  @Override
  public void reserve(
      String migration, String source, String destination, int port, int connections) {
    controller.announce(new Announcement(migration, source, destination, port, connections));
  }

  @Override
  public void release(String migration) {
    controller.withdraw(migration);
  }
}
