package dev.drover.xia.forward;

import dev.drover.xia.address.Xid;
import java.util.Optional;

/**
 * Where packets for one identifier go.
 *
 * @param port number of a link, or one of the constants
 * @param nextHop the neighbour on that link; empty for the constants
 * @param sequence the newer of two that are told for one identifier is the one with the higher
 *     number
 */
public record Route(int port, Optional<Xid> nextHop, long sequence) {
  /** The port of what is here. */
  public static final int HERE = -2;

  /** The port of what is not to be tried: the next edge is. */
  public static final int FALL_BACK = -7;

  private static final int NOWHERE = -6;

  /** Is here. */
  public static final Route LOCAL = new Route(HERE, Optional.empty(), 0);

  /** No edge leads on. */
  static final Route UNREACHABLE = new Route(NOWHERE, Optional.empty(), 0);

  public Route {
    if (port < 0 && port != HERE && port != FALL_BACK && port != NOWHERE) {
      throw new IllegalArgumentException("port must be a link's number, not " + port);
    }
    if (port >= 0 != nextHop.isPresent()) {
      throw new IllegalArgumentException("a route over link " + port + " must name the next hop");
    }
  }

  /** {@return the way over a neighbour} */
  public static Route via(int port, Xid neighbour, long sequence) {
    return new Route(port, Optional.of(neighbour), sequence);
  }

  /** {@return whether a packet goes over a link} */
  public boolean leaves() {
    return port >= 0;
  }

  /** {@return whether no way was found} */
  public boolean unreachable() {
    return port == NOWHERE;
  }
}
