package dev.drover.agent.migration;

import dev.drover.agent.transport.StreamTransport;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.model.Transport;
import java.util.Map;
import java.util.Optional;

/** The ways that streams can take from and to this host. */
public final class Transports {
  private final String host;
  private final Map<Transport, StreamTransport> all;

  /**
   * @param all that this host has, besides QEMU's own connection
   */
  public Transports(String host, Map<Transport, StreamTransport> all) {
    this.host = host;
    this.all = Map.copyOf(all);
  }

  /** {@return what carries the streams; empty for QEMU's own connection, or if it is not here} */
  Optional<StreamTransport> find(Transport transport) {
    return Optional.ofNullable(all.get(transport));
  }

  /**
   * {@return what carries the streams; empty for QEMU's own connection}
   *
   * @throws CallException when this host does not have it
   */
  public Optional<StreamTransport> get(Transport transport) {
    Optional<StreamTransport> found = find(transport);
    if (found.isEmpty() && transport != Transport.DIRECT) {
      throw new CallException(
          Kind.REFUSED,
          "host %s speaks no XIA, which transport %s needs; use direct or relay"
              .formatted(host, transport));
    }
    return found;
  }
}
