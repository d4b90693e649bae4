package dev.drover.cli.report;

import dev.drover.control.result.RunResult;
import dev.drover.control.result.RunResult.Migration;
import dev.drover.control.result.RunResult.Workload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * The figures by which runs are compared; times in milliseconds. What was not measured is empty.
 *
 * @param moved VMs that arrived, of {@code planned}
 * @param slaViolationMs over all tenants, summed
 */
public record RunSummary(
    String policy,
    int moved,
    int planned,
    double totalTimeMs,
    OptionalDouble limitMs,
    OptionalDouble ratio,
    long migrationBytes,
    long memoryBytes,
    OptionalDouble downtimeMaxMs,
    OptionalDouble downtimeMeanMs,
    OptionalDouble clientDowntimeMaxMs,
    OptionalDouble clientDowntimeMeanMs,
    Optional<Long> lostBytes,
    OptionalDouble slaViolationMs) {

  /** {@return the figures of {@code run}} */
  public static RunSummary of(RunResult run) {
    RunResult.Evacuation evacuation = run.evacuation();
    List<Migration> migrations = run.migrations();
    int moved = (int) migrations.stream().filter(m -> m.outcome().equals("completed")).count();
    return new RunSummary(
        run.policy(),
        moved,
        migrations.size(),
        evacuation.totalTimeMs(),
        optional(evacuation.physicalLimitMs()),
        optional(evacuation.ratio()),
        evacuation.migrationBytes(),
        evacuation.memoryBytes(),
        values(migrations, Migration::downtimeMs).max(),
        values(migrations, Migration::downtimeMs).average(),
        values(migrations, Migration::clientDowntimeMs).max(),
        values(migrations, Migration::clientDowntimeMs).average(),
        run.workloads().map(all -> all.stream().mapToLong(Workload::lostBytes).sum()),
        optional(
            run.workloads().map(all -> all.stream().mapToDouble(Workload::slaViolationMs).sum())));
  }

  private static DoubleStream values(
      List<Migration> migrations, Function<Migration, Optional<Double>> value) {
    return migrations.stream().map(value).flatMap(Optional::stream).mapToDouble(v -> v);
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }
}
