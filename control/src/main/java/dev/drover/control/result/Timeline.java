package dev.drover.control.result;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened when, for plots. Every {@code atMs} is milliseconds since the run began, negative
 * before it. Moments come from the hosts' own clocks, which must agree (in a lab they are one).
 *
 * @param startedAtMs when the run began, milliseconds since the epoch
 * @param endMs when it ended, since it began
 * @param nicBps each host's NIC rate, the same each way
 * @param hosts each host's NIC traffic
 * @param migrations each migrated VM
 * @param workloads each workload's goodput; empty when nobody watched
 * @param reservations how NICs were divided, from each moment on
 */
public record Timeline(
    long startedAtMs,
    double endMs,
    SortedMap<String, Long> nicBps,
    SortedMap<String, List<NicSample>> hosts,
    SortedMap<String, Course> migrations,
    SortedMap<String, List<GoodputSample>> workloads,
    List<Division> reservations) {
  public Timeline {
    nicBps = new TreeMap<>(nicBps);
    hosts = new TreeMap<>(hosts);
    migrations = new TreeMap<>(migrations);
    workloads = new TreeMap<>(workloads);
    reservations = List.copyOf(reservations);
  }

  /** Mean rates over the short interval that ends at {@code atMs}; migration is part of in, out. */
  public record NicSample(
      double atMs, long inBps, long outBps, long migrationInBps, long migrationOutBps) {}

  /**
   * One migration's course.
   *
   * @param phases each phase and when it was entered
   * @param samples telemetry, oldest first, with the number of the round it was taken in
   * @param rates what each round was allowed to send and why; absent when that was not decided
   */
  public record Course(
      List<PhaseStart> phases, List<MemorySample> samples, Optional<List<DecidedRate>> rates) {
    public Course {
      phases = List.copyOf(phases);
      samples = List.copyOf(samples);
      rates = rates.map(List::copyOf);
    }
  }

  /**
   * A round's rate as it was decided at {@code atMs}, and what from: the dirty rate of the round
   * before, the slower NIC's capacity, what others used of it and the most that was allowed.
   *
   * @param stopAndCopyBps what the stop-and-copy would have had if it had come instead
   */
  public record DecidedRate(
      double atMs,
      int round,
      long dirtyBytesPerSecond,
      long capacityBps,
      long usedByOthersBps,
      long ceilingBps,
      long rateBps,
      long stopAndCopyBps) {}

  /** A phase, such as {@code pre-copy}. */
  public record PhaseStart(double atMs, String phase) {}

  /** QEMU's telemetry; dirty rate in bytes per second. */
  public record MemorySample(
      double atMs,
      int round,
      long transferredBytes,
      long remainingBytes,
      long dirtyBytesPerSecond,
      long throughputBps) {}

  /** A workload's goodput. */
  public record GoodputSample(double atMs, long bps) {}

  /** How the NICs are divided from {@code atMs} on; hosts that are not listed are not divided. */
  public record Division(double atMs, List<Share> shares) {
    public Division {
      shares = List.copyOf(shares);
    }
  }

  /** One direction of one NIC. */
  public record Share(
      String host,
      String direction,
      long migrationBps,
      long migrationCeilingBps,
      boolean migrationYields,
      long workloadBps) {}
}
