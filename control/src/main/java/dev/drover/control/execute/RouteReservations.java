package dev.drover.control.execute;

/**
 * Keeps a way through the network for a migration, from before its first packet until it has ended.
 * Where the network takes no orders there is nothing to keep: {@link #NONE}.
 *
 * <p>What is thrown harms no migration: it goes by the route that any other pair of hosts would
 * get.
 */
public interface RouteReservations {
  /** Of a network that takes no orders. */
  RouteReservations NONE =
      new RouteReservations() {
        @Override
        public void reserve(
            String migration, String source, String destination, int port, int connections) {}

        @Override
        public void release(String migration) {}
      };

  /**
   * Before a migration starts.
   *
   * @param source address of the sending host on the data network, and {@code destination} and
   *     {@code port} where the other one listens
   * @param connections that will be opened, each worth a route of its own
   */
  void reserve(String migration, String source, String destination, int port, int connections);

  /** After it has ended; also when nothing was reserved. */
  void release(String migration);
}
