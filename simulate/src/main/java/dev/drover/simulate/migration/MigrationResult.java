package dev.drover.simulate.migration;

import dev.drover.decide.rounds.StopDecision;
import dev.drover.model.network.Route;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a migration came to.
 *
 * @param runsAt the host where the VM runs at the end
 * @param start of the start command, since the simulation's start
 * @param totalTime from the start command until the source may be switched off
 * @param downtime the VM stands, from its pause at the source until it runs at the destination
 * @param rounds of pre-copy, the stop-and-copy not among them
 * @param traffic by phase
 * @param faults accesses at the destination to pages that had not arrived
 * @param stalledTime the VM stood at the destination for them
 * @param stop why the last round was the last; absent without rounds
 */
public record MigrationResult(
    String vm,
    Route route,
    MigrationTechnique technique,
    String runsAt,
    Duration start,
    Duration totalTime,
    Duration downtime,
    List<RoundRecord> rounds,
    Traffic traffic,
    int faults,
    Duration stalledTime,
    Optional<StopDecision.StopAndCopy> stop) {
  public MigrationResult {
    rounds = List.copyOf(rounds);
  }

  /** {@return when it ended, since the simulation's start} */
  public Duration end() {
    return start.plus(totalTime);
  }

  /**
   * Bytes of a migration by phase, as handed to the transport but for {@code wire}.
   *
   * @param rounds all rounds of pre-copy
   * @param stopAndCopy pages sent while the VM stood
   * @param deviceState beside them
   * @param pushed post-copy: sent unasked
   * @param faulted post-copy: sent for a page fault
   * @param requests post-copy: sent by the destination to ask for pages
   * @param wire all bytes from source to destination, headers and retransmissions included
   */
  public record Traffic(
      Bytes rounds,
      Bytes stopAndCopy,
      Bytes deviceState,
      Bytes pushed,
      Bytes faulted,
      Bytes requests,
      Bytes wire) {
    /** {@return what was handed to the transport at the source} */
    public Bytes sent() {
      return rounds.plus(stopAndCopy).plus(deviceState).plus(pushed).plus(faulted);
    }
  }
}
