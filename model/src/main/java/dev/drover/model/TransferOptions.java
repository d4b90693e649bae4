package dev.drover.model;

import java.util.Optional;

/**
 * How a migration's bytes are sent, whatever its technique; the operator's choice.
 *
 * @param bandwidth the way to choose each round's rate, by name; empty for as fast as its
 *     reservation lets it
 * @param earlyNotification of the relay: a round is over when its last byte was sent (E-N), not
 *     when it was acknowledged
 * @param connections that pre-copy spreads pages over (QEMU's multifd channels); 1 for the plain
 *     stream
 */
public record TransferOptions(
    Optional<String> bandwidth, Transport transport, boolean earlyNotification, int connections) {
  /** QEMU's own way. */
  public static final TransferOptions PLAIN =
      new TransferOptions(Optional.empty(), Transport.DIRECT, false, 1);

  /** More connections than this bring nothing on any host. */
  public static final int MOST_CONNECTIONS = 64;

  public TransferOptions {
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "connections must be 1 to " + MOST_CONNECTIONS + ", not " + connections);
    }
    if (earlyNotification && transport != Transport.RELAY) {
      throw new IllegalArgumentException("early notification needs the transport relay");
    }
    if (connections > 1 && transport != Transport.DIRECT) {
      throw new IllegalArgumentException(
          "transport %s carries one connection; use direct for more".formatted(transport));
    }
  }
}
