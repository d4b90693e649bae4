package dev.drover.cli.simulate;

import dev.drover.cli.reproduce.Estimate;
import dev.drover.simulate.migration.MigrationResult;
import dev.drover.simulate.scenario.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the runs of one scenario say of a quantity.
 *
 * @param of a VM, background traffic, or {@code run} for the whole
 * @param name as in a run's JSON
 */
record Measure(String of, String name, Estimate estimate) {
  private record Key(String of, String name) {}

  /** {@return every quantity that some run has, in the order of the scenario} */
  static List<Measure> of(List<RunResult> results) {
    Map<Key, List<Double>> values = new LinkedHashMap<>();
    for (RunResult result : results) {
      for (MigrationResult migration : result.ended()) {
        String vm = migration.vm();
        put(values, vm, "totalTimeMs", millis(migration.totalTime()));
        put(values, vm, "downtimeMs", millis(migration.downtime()));
        put(values, vm, "bytes", migration.traffic().sent().count());
        put(values, vm, "wireBytes", migration.traffic().wire().count());
        put(values, vm, "rounds", migration.rounds().size());
        put(values, vm, "faults", migration.faults());
        put(values, vm, "stalledMs", millis(migration.stalledTime()));
      }
      for (RunResult.TrafficResult traffic : result.traffic()) {
        String name = traffic.name();
        put(values, name, "goodputBps", traffic.goodput().bitsPerSecond());
        traffic.loss().ifPresent(loss -> put(values, name, "lossPercent", 100 * loss.share()));
        traffic
            .completion()
            .ifPresent(times -> {
              put(values, name, "flowsEnded", traffic.flowsEnded());
              put(values, name, "medianCompletionMs", millis(times.median()));
              put(values, name, "p99CompletionMs", millis(times.percentile99()));
            });
      }
      result.totalTime().ifPresent(time -> put(values, "run", "totalTimeMs", millis(time)));
      result
          .counters()
          .packets()
          .ifPresent(packets -> {
            put(values, "run", "packetsDropped", packets.dropped());
            put(values, "run", "timeouts", packets.timeouts());
          });
    }
    List<Measure> measures = new ArrayList<>();
    values.forEach((key, all) -> measures.add(new Measure(key.of(), key.name(), Estimate.of(all))));
    return measures;
  }

  private static void put(Map<Key, List<Double>> values, String of, String name, double value) {
    values.computeIfAbsent(new Key(of, name), _ -> new ArrayList<>()).add(value);
  }

  private static void put(Map<Key, List<Double>> values, String of, String name, long value) {
    put(values, of, name, (double) value);
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
