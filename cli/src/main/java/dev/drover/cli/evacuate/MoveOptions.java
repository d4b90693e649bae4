package dev.drover.cli.evacuate;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.OutputFile;
import dev.drover.decide.bandwidth.RoundBandwidths;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import dev.drover.model.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
          "How fast each round of pre-copy may send, decided on the source at the start of each: bda, bda-usage, bda-printed, fixed=RATE, xen-incremental, xen-default, unlimited; never above what the reservation leaves, which is the default.")
  private Optional<String> bandwidth = Optional.empty();

  @Option(
      names = "--transport",
      paramLabel = "T",
      description =
          "direct: QEMU to QEMU; relay: through Drover's sender and receiver; xia-fast, xia-paper: as chunks over XIA, where the hosts speak it (default: direct).")
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
      bandwidth.ifPresent(RoundBandwidths::onHosts);
      return new TransferOptions(bandwidth, transport, earlyNotification, connections);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.badInput(String.valueOf(e.getMessage()));
    }
  }

  /** {@return what of these options does not hold for a plan, a line each} */
  List<String> notes(EvacuationPlan plan) {
    if (bandwidth.isEmpty()) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    String postCopy = vms(plan, Technique.POST_COPY);
    if (!postCopy.isEmpty()) {
      notes.add(
          "--bandwidth decides nothing for "
              + postCopy
              + ": post-copy has no rounds, it sends as fast as the reservation lets it");
    }
    String hybrid = vms(plan, Technique.HYBRID);
    if (!hybrid.isEmpty()) {
      notes.add(
          "--bandwidth decides the first round only for " + hybrid + ": post-copy follows it");
    }
    return notes;
  }

  /** Refuses a plan that these options do not fit. */
  void check(EvacuationPlan plan) {
    String others =
        Stream.of(Technique.POST_COPY, Technique.HYBRID)
            .map(technique -> vms(plan, technique))
            .filter(vms -> !vms.isEmpty())
            .collect(Collectors.joining(", "));
    if (connections > 1 && !others.isEmpty()) {
      throw CommandFailure.badInput(
          "--connections "
              + connections
              + " is for pre-copy, but "
              + others
              + " would not move by that; add --technique pre-copy, or leave it out");
    }
  }

  private static String vms(EvacuationPlan plan, Technique technique) {
    return plan.migrations().stream()
        .filter(migration -> migration.technique() == technique)
        .map(PlannedMigration::vm)
        .collect(Collectors.joining(", "));
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
