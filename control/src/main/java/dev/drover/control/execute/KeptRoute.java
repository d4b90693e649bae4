package dev.drover.control.execute;

import dev.drover.agent.api.PrepareReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of one migration through the network, from before its first packet to its end. */
final class KeptRoute {
  private static final Logger LOG = LoggerFactory.getLogger(KeptRoute.class);

  private final RouteReservations routes;
  private final String migration;
  private final String source;
  private final int connections;
  private final Chronicle chronicle;
  private boolean asked;

  KeptRoute(
      RouteReservations routes,
      String migration,
      String source,
      int connections,
      Chronicle chronicle) {
    this.routes = routes;
    this.migration = migration;
    this.source = source;
    this.connections = connections;
    this.chronicle = chronicle;
  }

  /**
   * Asks for it. Without it the migration goes as any other traffic does, and the operator is told.
   */
  void reserve(PrepareReply listener) {
    asked = true;
    try {
      routes.reserve(migration, source, listener.address(), listener.port(), connections);
    } catch (RuntimeException e) {
      LOG.warn("no route for migration {}", migration, e);
      chronicle.warn("no route was reserved for " + migration + ": " + e.getMessage());
    }
  }

  /** Gives it back, if it was asked for. */
  void release() {
    if (!asked) {
      return;
    }
    try {
      routes.release(migration);
    } catch (RuntimeException e) {
      LOG.warn("the route of migration {} was not given back", migration, e);
      chronicle.warn("the route of " + migration + " was not given back: " + e.getMessage());
    }
  }
}
