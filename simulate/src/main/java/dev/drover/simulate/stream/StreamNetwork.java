package dev.drover.simulate.stream;

import dev.drover.model.network.Route;
import dev.drover.simulate.kernel.Simulator;

/** A simulated network that carries byte streams. */
public interface StreamNetwork {
  Simulator simulator();

  /**
   * Opens a stream along {@code route}; its acknowledgements come back the same way.
   *
   * @param kind what it carries, for counting apart and for reservations
   * @param owner the VM that it belongs to, for reservations; any text that names the flow else
   * @throws IllegalArgumentException when the route is not in the topology
   */
  Stream open(Route route, TrafficKind kind, String owner, StreamListener listener);

  /** {@return bytes of {@code kind} that {@code node} has sent towards {@code neighbour}} */
  long bytesSent(String node, String neighbour, TrafficKind kind);
}
