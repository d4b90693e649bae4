package dev.drover.control.execute;

import dev.drover.agent.api.DiskCopy;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlannedMigration;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a whole plan is: its migrations weighted by the traffic that was predicted for each. As
 * no migration's fraction runs backwards, neither does the whole. Safe for use by many threads.
 */
final class ProgressBoard {
  private final EvacuationPlan plan;
  private final Map<String, Progress> progress = new TreeMap<>();

  /** Of the migrations under way. */
  private final Map<String, RoundSample> latest = new TreeMap<>();

  /** What was last told of disks. */
  private final Map<String, DiskCopy> disks = new TreeMap<>();

  ProgressBoard(EvacuationPlan plan) {
    this.plan = plan;
    plan.migrations().forEach(m -> progress.put(m.vm(), Progress.NONE));
  }

  /**
   * The disk's copy is so far.
   *
   * @return a sample of it as one of memory; empty when it tells nothing new
   */
  synchronized Optional<RoundSample> diskCopied(String vm, DiskCopy disk, Duration sinceStart) {
    Optional<DiskCopy> before = Optional.ofNullable(disks.put(vm, disk));
    Duration time = disk.time().minus(before.map(DiskCopy::time).orElse(Duration.ZERO));
    if (!time.isPositive()) {
      return Optional.empty();
    }
    Bytes moved = disk.sent().minusOrZero(before.map(DiskCopy::sent).orElse(Bytes.ZERO));
    RoundSample sample =
        new RoundSample(
            sinceStart,
            0,
            disk.sent(),
            disk.remaining(),
            DirtyRate.ZERO,
            BitRate.ofBitsPerSecond(Math.round(moved.count() * 8 / (time.toNanos() / 1e9))),
            Duration.ZERO,
            ProgressEstimator.DISK_COPY);
    progress.put(vm, ProgressEstimator.next(of(vm), sample, Bytes.ZERO, predicted(vm)));
    return Optional.of(sample);
  }

  private Bytes predicted(String vm) {
    return plan.migrations().stream()
        .filter(migration -> migration.vm().equals(vm))
        .findFirst()
        .map(migration -> migration.predicted().traffic())
        .orElse(Bytes.ZERO);
  }

  synchronized Progress progress(String vm) {
    return of(vm);
  }

  synchronized Progress sampled(String vm, RoundSample sample) {
    latest.put(vm, sample);
    Bytes disk = Optional.ofNullable(disks.get(vm)).map(DiskCopy::sent).orElse(Bytes.ZERO);
    Progress own = ProgressEstimator.next(of(vm), sample, disk, Bytes.ZERO);
    Progress next = new Progress(own.fraction(), own.eta().map(eta -> least(eta, together(vm))));
    progress.put(vm, next);
    return next;
  }

  /** The migration is over, well or badly. */
  synchronized void ended(String vm) {
    latest.remove(vm);
    progress.put(vm, Progress.ENDED);
  }

  synchronized Progress overall() {
    double all = 0;
    double done = 0;
    Duration left = Duration.ZERO;
    for (var group : plan.groups().values()) {
      for (PlannedMigration migration : group) {
        double weight = Math.max(1, migration.predicted().traffic().count());
        all += weight;
        done += weight * of(migration.vm()).fraction();
      }
      left = left.plus(left(group));
    }
    return all == 0 ? Progress.ENDED : new Progress(Math.min(1, done / all), Optional.of(left));
  }

  /**
   * When the whole group will have ended at the rate at which it sends together: one that waits for
   * its turn is slow now and will not stay so.
   */
  private Optional<Duration> together(String vm) {
    List<RoundSample> group =
        plan.groups().values().stream()
            .filter(one -> one.stream().anyMatch(m -> m.vm().equals(vm)))
            .flatMap(List::stream)
            .flatMap(member -> Optional.ofNullable(latest.get(member.vm())).stream())
            .toList();
    double bytes = group.stream().mapToDouble(ProgressEstimator::toBeSent).sum();
    double rate = group.stream().mapToDouble(s -> s.throughput().bitsPerSecond() / 8.0).sum();
    return rate == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.round(1000 * bytes / rate)));
  }

  private static Duration least(Duration eta, Optional<Duration> other) {
    return other.filter(one -> one.compareTo(eta) < 0).orElse(eta);
  }

  /** Those under way end together at the latest; those that wait for their turn come after. */
  private Duration left(List<PlannedMigration> group) {
    Duration underWay = Duration.ZERO;
    Duration waiting = Duration.ZERO;
    for (PlannedMigration migration : group) {
      Optional<Duration> eta = of(migration.vm()).eta();
      if (eta.isEmpty()) {
        waiting = waiting.plus(migration.predicted().totalTime());
      } else if (eta.get().compareTo(underWay) > 0) {
        underWay = eta.get();
      }
    }
    return underWay.plus(waiting);
  }

  private Progress of(String vm) {
    return progress.getOrDefault(vm, Progress.NONE);
  }
}
