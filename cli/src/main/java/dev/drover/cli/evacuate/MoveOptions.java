package dev.drover.cli.evacuate;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.OutputFile;
import dev.drover.decide.bandwidth.RoundBandwidths;
import dev.drover.model.TransferOptions;
import dev.drover.model.Transport;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code evacuate} and {@code migrate} share. */
final class MoveOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write what was measured, as one JSON object.")
  @Nullable Path json;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask before moving.")
  boolean yes;

  @Option(
      names = "--bandwidth",
      paramLabel = "NAME",
      description =
          "How fast each round of pre-copy may send: bda, fixed=RATE, xen-default, xen-incremental, unlimited (default: what the reservation leaves).")
  private Optional<String> bandwidth = Optional.empty();

  @Option(
      names = "--transport",
      paramLabel = "T",
      description =
          "direct: QEMU to QEMU; relay: through Drover's sender and receiver (default: direct).")
  private Transport transport = Transport.DIRECT;

  @Option(
      names = "--early-notification",
      description =
          "With relay: a round ends when its last byte was sent (E-N), not when it was acknowledged.")
  private boolean earlyNotification;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Pre-copy over N connections at a time (QEMU's multifd; default: 1).")
  private int connections = 1;

  @Option(
      names = "--no-route",
      description =
          "Have the network's OpenFlow controller keep no route for each migration (default: it does, where the inventory names one).")
  private boolean noRoute;

  /** {@return whether routes are to be kept where the network takes orders} */
  boolean reservesRoutes() {
    return !noRoute;
  }

  /** {@return how bytes are sent; bad choices are refused} */
  TransferOptions transfer() {
    try {
      bandwidth.ifPresent(RoundBandwidths::named);
      return new TransferOptions(bandwidth, transport, earlyNotification, connections);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.badInput(String.valueOf(e.getMessage()));
    }
  }

  /** Refuses what would only be found out when all is over. */
  void check() {
    transfer();
    if (json == null) {
      return;
    }
    OutputFile.check("--json", json);
  }
}
