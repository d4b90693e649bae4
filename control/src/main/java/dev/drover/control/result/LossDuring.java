package dev.drover.control.result;

import dev.drover.control.result.RunResult.Workload;
import dev.drover.control.result.WorkloadWatch.Goodput;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What all tenants together lose while one migration runs, as a part of what they moved before. A
 * tenant that does better makes up for one that does worse, so noise does not add up.
 */
record LossDuring(List<Workload> workloads, SortedMap<String, List<Goodput>> goodput) {
  /**
   * {@return 100 × (1 − moved ÷ wanted), not below zero; empty when no tenant moved anything before
   * or nothing was seen in that time}
   */
  Optional<Double> percent(long fromMs, long toMs) {
    double wanted = 0;
    double moved = 0;
    for (Workload workload : workloads) {
      List<Goodput> seen =
          goodput.getOrDefault(workload.vm(), List.of()).stream()
              .filter(sample -> sample.atMs() > fromMs && sample.atMs() <= toMs)
              .toList();
      wanted += (double) workload.beforeBps() * seen.size();
      moved += seen.stream().mapToDouble(Goodput::bps).sum();
    }
    return wanted == 0 ? Optional.empty() : Optional.of(Math.max(0, 100 * (1 - moved / wanted)));
  }
}
