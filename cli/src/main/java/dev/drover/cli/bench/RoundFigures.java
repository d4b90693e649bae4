package dev.drover.cli.bench;

import dev.drover.control.result.RunResult;
import dev.drover.control.result.Timeline.DecidedRate;
import java.util.List;
import java.util.Optional;

/**
 * What one migration came to. What was not measured is not a number.
 *
 * @param lossPercent of all tenants, while it ran
 * @param lostBytes by all tenants
 * @param decidedBps the mean of the rates decided for its rounds, each round counting once
 */
record RoundFigures(
    double totalTimeMs,
    double downtimeMs,
    double clientDowntimeMs,
    double lossPercent,
    double lostBytes,
    double trafficBytes,
    double rounds,
    double decidedBps) {
  /** {@return the figures of a completed migration; empty when it did not come to its end} */
  static Optional<RoundFigures> of(RunResult run) {
    RunResult.Migration migration = run.migrations().getFirst();
    if (!migration.outcome().equals("completed")) {
      return Optional.empty();
    }
    List<DecidedRate> rates =
        Optional.ofNullable(run.timeline().migrations().get(migration.vm()))
            .flatMap(course -> course.rates())
            .orElse(List.of());
    return Optional.of(
        new RoundFigures(
            migration.totalTimeMs().orElse(Double.NaN),
            migration.downtimeMs().orElse(Double.NaN),
            migration.clientDowntimeMs().orElse(Double.NaN),
            migration.workloadLossPercent().orElse(Double.NaN),
            run.workloads()
                .map(all -> all.stream().mapToDouble(RunResult.Workload::lostBytes).sum())
                .orElse(Double.NaN),
            migration.bytes().map(Long::doubleValue).orElse(Double.NaN),
            migration.rounds().map(Integer::doubleValue).orElse(Double.NaN),
            rates.stream().mapToLong(DecidedRate::rateBps).average().orElse(Double.NaN)));
  }
}
