package dev.drover.cli.bench;

import dev.drover.cli.report.RunSummary;
import dev.drover.control.result.RunResult;
import dev.drover.control.result.RunResult.Workload;
import dev.drover.model.Priority;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One scenario's runs under every policy, and the figures by which policies are judged: times in
 * milliseconds, not a number where nothing was measured. A VM's priority is that of the scenario,
 * whatever a run was asked to treat it as.
 */
final class Comparison {
  private final String scenario;
  private final Map<String, List<RunResult>> runs = new LinkedHashMap<>();

  /**
   * Reads what has been measured.
   *
   * @param cases of one scenario, a list of repetitions for each policy
   */
  Comparison(List<List<Case.Whole>> cases, Results results) {
    this.scenario = cases.getFirst().getFirst().scenario();
    for (List<Case.Whole> repetitions : cases) {
      runs.put(repetitions.getFirst().label(), results.read(repetitions));
    }
  }

  String scenario() {
    return scenario;
  }

  /** {@return the policies as they are asked for on the command line} */
  List<String> policies() {
    return List.copyOf(runs.keySet());
  }

  /** {@return the runs of {@code policy} that ended well} */
  List<RunResult> runs(String policy) {
    return runs.getOrDefault(policy, List.of());
  }

  Spread time(String policy) {
    return spread(policy, RunSummary::totalTimeMs);
  }

  Spread ratio(String policy) {
    return spread(policy, run -> of(run.ratio()));
  }

  /** {@return bytes that all tenants lost} */
  Spread lost(String policy) {
    return Spread.of(runs(policy), BenchTables::lost);
  }

  /** {@return time below an SLA lower limit, summed over all tenants} */
  Spread belowSla(String policy) {
    return spread(policy, run -> of(run.slaViolationMs()));
  }

  /** {@return how long the slowest migration of a high-priority VM took} */
  Spread urgent(String policy) {
    return most(policy, Priority.HIGH, RunResult.Migration::totalTimeMs);
  }

  /**
   * {@return the percentage that tenants lost during the costliest migration of a low-priority VM}
   */
  Spread patient(String policy) {
    return most(policy, Priority.LOW, RunResult.Migration::workloadLossPercent);
  }

  private Spread spread(String policy, ToDoubleFunction<RunSummary> value) {
    return Spread.of(runs(policy), run -> value.applyAsDouble(RunSummary.of(run)));
  }

  private Spread most(
      String policy, Priority priority, Function<RunResult.Migration, Optional<Double>> value) {
    List<String> vms = of(priority);
    return Spread.of(
        runs(policy),
        run ->
            run.migrations().stream()
                .filter(migration -> vms.contains(migration.vm()))
                .flatMap(migration -> value.apply(migration).stream())
                .mapToDouble(v -> v)
                .max()
                .orElse(Double.NaN));
  }

  private List<String> of(Priority priority) {
    return runs.values().stream()
        .flatMap(List::stream)
        .findFirst()
        .flatMap(RunResult::workloads)
        .orElse(List.of())
        .stream()
        .filter(workload -> workload.priority().equals(priority.toString()))
        .map(Workload::vm)
        .toList();
  }

  private static double of(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }
}
