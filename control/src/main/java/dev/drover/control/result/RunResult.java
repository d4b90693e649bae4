package dev.drover.control.result;

import java.util.List;
import java.util.Optional;

/**
 * One run of one policy. In JSON: {@code …Ms} are milliseconds, {@code …Bps} bits per second,
 * {@code bytes} bytes; what was not measured is left out.
 *
 * @param policy such as {@code traffic-aware}
 * @param workloads absent when nobody watched the workloads
 */
public record RunResult(
    String policy,
    Evacuation evacuation,
    List<Migration> migrations,
    Optional<List<Workload>> workloads,
    Timeline timeline) {
  public RunResult {
    migrations = List.copyOf(migrations);
  }

  /**
   * The run as a whole.
   *
   * @param outcome {@code completed} when every VM was moved, {@code cancelled}, or {@code
   *     incomplete}
   * @param totalTimeMs from the first start command until the last source may be switched off
   * @param elapsedMs the same with preparing before it and verifying after it
   * @param physicalLimitMs see {@link PhysicalLimit}; absent when no bandwidth was free
   * @param ratio {@code totalTimeMs} ÷ {@code physicalLimitMs}
   * @param migrationBytes migration traffic
   * @param memoryBytes what had to cross at least: resident guest memory at the start
   */
  public record Evacuation(
      String host,
      String outcome,
      double totalTimeMs,
      double elapsedMs,
      Optional<Double> physicalLimitMs,
      Optional<Double> ratio,
      long migrationBytes,
      long memoryBytes) {}

  /**
   * One migration. Times and rounds are absent when it never started.
   *
   * @param outcome {@code completed}, {@code cancelled}, {@code failed}, {@code lost} or {@code
   *     unsettled}
   * @param cause why it was not completed
   * @param vmRunsAt the host on which the VM was seen running at the end; absent when no agent
   *     could tell
   * @param startMs since the run began (see {@link Timeline})
   * @param totalTimeMs from the start command until the source may be switched off
   * @param downtimeMs as QEMU reports it
   * @param clientDowntimeMs as a client's probe sees it: its longest gap from the start command
   *     until two seconds after the source was empty
   * @param bytes migration traffic of memory and device state
   * @param diskBytes content of the disk that was sent beside it; absent without a disk
   * @param diskMs how long the disk was copied before memory was sent
   * @param relayRounds each round that the relay sent; absent without a relay
   * @param workloadLossPercent what all tenants together lost from its start to its end, 100 × (1 −
   *     moved ÷ moved before), not below zero; absent when nobody saw the workloads
   * @param liu what the model of Liu et al. expects of a simulated pre-copy; absent of all others
   */
  public record Migration(
      String vm,
      String source,
      String destination,
      String technique,
      String strategy,
      String priority,
      String traffic,
      int group,
      String outcome,
      Optional<String> cause,
      Optional<String> vmRunsAt,
      Optional<Double> startMs,
      Optional<Double> totalTimeMs,
      Optional<Double> downtimeMs,
      Optional<Double> clientDowntimeMs,
      Optional<Long> bytes,
      Optional<Integer> rounds,
      Optional<Long> diskBytes,
      Optional<Double> diskMs,
      Optional<List<SentRound>> relayRounds,
      Optional<Double> workloadLossPercent,
      long memoryBytes,
      double predictedTotalTimeMs,
      double predictedDowntimeMs,
      long predictedBytes,
      String why,
      Optional<Liu> liu) {}

  /**
   * One round as the relay's socket saw it; the stop-and-copy is the last one.
   *
   * @param timeMs T_i of Early Notification: from the end of the round before to its own
   * @param bytes V_i
   * @param idleMs how long nothing was there to send before the next one
   * @param aheadBytes of the next round that had left before its beginning was known
   * @param cwndAtStart congestion window in bytes
   * @param retransmits segments sent again
   */
  public record SentRound(
      int round,
      double timeMs,
      long bytes,
      double idleMs,
      long aheadBytes,
      long cwndAtStart,
      long cwndAtEnd,
      long retransmits,
      double rttMs) {}

  /**
   * A pre-copy by the closed-form model of Liu et al. (HPDC 2011). The first five figures are
   * absent when its rounds do not come down to the threshold.
   *
   * @param totalTimeMs from the start command until the source may be switched off
   * @param downtimeMs as QEMU would report it
   * @param bytes migration traffic, as QEMU would count it
   * @param rounds those sent while the VM runs
   * @param joules of both hosts together, by constants quoted from memory
   * @param lambda dirty rate ÷ rate
   * @param reason why it does not converge
   * @param memoryBytes given to the model, as all below: memory without zero pages
   * @param dirtyRateBps as observed
   * @param rateBps of guest memory, as the plan expects
   * @param thresholdBytes the VM is stopped when less is dirty
   */
  public record Liu(
      Optional<Double> totalTimeMs,
      Optional<Double> downtimeMs,
      Optional<Long> bytes,
      Optional<Integer> rounds,
      Optional<Double> joules,
      double lambda,
      boolean converges,
      Optional<String> reason,
      long memoryBytes,
      long dirtyRateBps,
      long rateBps,
      long thresholdBytes) {}

  /**
   * One workload, from the first start command to the last end, compared with before.
   *
   * @param kind such as {@code incoming}, {@code outgoing}, {@code mixed}
   * @param lossPercent 100 × (1 − during ÷ before), not below zero
   * @param lostBytes what could not be sent
   * @param slaViolationMs how long the goodput was below the SLA's lower limit
   */
  public record Workload(
      String vm,
      String kind,
      String priority,
      long slaLowerBps,
      long slaUpperBps,
      long beforeBps,
      long duringBps,
      double lossPercent,
      long lostBytes,
      double slaViolationMs) {}
}
