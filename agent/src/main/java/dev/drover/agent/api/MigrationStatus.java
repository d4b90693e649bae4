package dev.drover.agent.api;

import dev.drover.model.MigrationOutcome;
import dev.drover.model.RoundRate;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A migration as the source agent sees it.
 *
 * @param startedAtMs when the start command was carried out, in milliseconds since the epoch
 * @param phases every phase entered so far, with its moment in milliseconds since the epoch
 * @param rounds telemetry: the last sample of each finished round, then the newest
 * @param rates what each round was allowed to send, where that was decided for each
 * @param relayRounds each round that the relay has sent; empty without a relay
 * @param traffic bytes of memory and device state sent, without the disk
 * @param disk the copy of the VM's disk; empty when it has none or before it began
 * @param totalTime from the start command until the source may be switched off; so far while
 *     running
 * @param downtime as QEMU reports it; zero while not known
 * @param outcome empty while running
 */
public record MigrationStatus(
    String migration,
    String vm,
    String source,
    String destination,
    Technique technique,
    long startedAtMs,
    List<PhaseEntry> phases,
    List<RoundSample> rounds,
    List<RoundRate> rates,
    List<RelayRound> relayRounds,
    Bytes traffic,
    Duration totalTime,
    Duration downtime,
    Optional<DiskCopy> disk,
    Optional<MigrationOutcome> outcome) {
  public MigrationStatus {
    phases = List.copyOf(phases);
    rounds = List.copyOf(rounds);
    rates = List.copyOf(rates);
    relayRounds = List.copyOf(relayRounds);
  }

  /** One phase and when it was entered. */
  public record PhaseEntry(String phase, long atMs) {}
}
