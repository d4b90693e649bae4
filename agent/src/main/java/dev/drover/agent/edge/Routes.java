package dev.drover.agent.edge;

import dev.drover.agent.api.EdgeConfig;
import dev.drover.agent.api.Mapping;
import java.util.List;

/**
 * What a mapping means to one router, as command lines of {@code ip}: a route to the VM alone, out
 * of its port or towards its router, and for a port the VM's MAC, so that nobody has to be asked.
 * Each line may be repeated. A port that a VM has left keeps its MAC: it is used only together with
 * a route.
 */
final class Routes {
  /** Of the one route that counts; whatever the router has for the whole subnet is less exact. */
  private static final int COUNTS = 100;

  /** Of a route that waits: it counts only if there is none of the other. */
  private static final int WAITS = 2000;

  private final EdgeConfig config;

  Routes(EdgeConfig config) {
    this.config = config;
  }

  /**
   * {@return what to do when a mapping counts}
   *
   * @throws IllegalArgumentException when it names a host or router that this one does not know
   */
  List<String> of(Mapping mapping) {
    String address = mapping.address();
    String end = " src " + config.address() + " metric " + COUNTS;
    if (mapping.router().equals(config.router())) {
      String port = port(mapping.host());
      return List.of(
          neighbour(mapping, port), "route replace " + address + "/32 dev " + port + end);
    }
    EdgeConfig.Peer peer =
        config.peers().stream()
            .filter(each -> each.router().equals(mapping.router()))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "router '" + mapping.router() + "' is no peer of '" + config.router() + "'"));
    return List.of(
        "route replace "
            + address
            + "/32 via "
            + peer.via()
            + " dev "
            + peer.device()
            + " onlink"
            + end);
  }

  /** {@return what to do when a VM is about to come to a host here: nothing that counts yet} */
  List<String> ahead(Mapping expected) {
    String port = port(expected.host());
    return List.of(
        neighbour(expected, port),
        "route replace "
            + expected.address()
            + "/32 dev "
            + port
            + " src "
            + config.address()
            + " metric "
            + WAITS);
  }

  private static String neighbour(Mapping mapping, String port) {
    return "neigh replace "
        + mapping.address()
        + " lladdr "
        + mapping.mac()
        + " dev "
        + port
        + " nud permanent";
  }

  private String port(String host) {
    String port = config.ports().get(host);
    if (port == null) {
      throw new IllegalArgumentException(
          "host '" + host + "' is behind no port of router '" + config.router() + "'");
    }
    return port;
  }
}
