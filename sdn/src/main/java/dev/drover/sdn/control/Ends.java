package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Match;
import java.util.Optional;

/** Whose flow a rule is of, read from its match. Ports as {@link Flow} has them. */
record Ends(int source, int sourcePort, int destination, int destinationPort) {
  /** {@return the ends; empty when it is not a match that {@link Flow} makes} */
  static Optional<Ends> of(Match match, boolean back) {
    if (match.ipv4Source().isEmpty() || match.ipv4Destination().isEmpty()) {
      return Optional.empty();
    }
    int from = match.ipv4Source().getAsInt();
    int to = match.ipv4Destination().getAsInt();
    int fromPort = match.tcpSource().orElse(Flow.ANY_PORT);
    int toPort = match.tcpDestination().orElse(Flow.ANY_PORT);
    Ends ends = back ? new Ends(to, toPort, from, fromPort) : new Ends(from, fromPort, to, toPort);
    boolean isConnection = ends.destinationPort() != Flow.ANY_PORT;
    boolean isPair = fromPort == Flow.ANY_PORT && toPort == Flow.ANY_PORT;
    return isConnection || isPair ? Optional.of(ends) : Optional.empty();
  }

  /** {@return the flow of these ends that is in use} */
  Optional<Flow> find(FlowTable table) {
    return Optional.ofNullable(
        destinationPort == Flow.ANY_PORT
            ? table.pair(source, destination)
            : table.connection(source, sourcePort, destination, destinationPort));
  }

  Flow flow(Host from, Host to) {
    return destinationPort == Flow.ANY_PORT
        ? Flow.pair(from, to)
        : Flow.connection(from, sourcePort, to, destinationPort);
  }
}
