package dev.drover.cli.reproduce.simulated;

import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.SeededTrial;
import dev.drover.simulate.migration.MigrationResult;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A scenario as a point of a figure.
 *
 * @param traced flows whose window and deliveries are wanted over time: VMs, or traffic's name with
 *     the flow's number
 */
public record SimulatedTrial(Scenario scenario, List<String> traced) implements SeededTrial {
  private static final double MEBIBYTE = 1 << 20;

  public SimulatedTrial {
    traced = List.copyOf(traced);
  }

  /** {@return a trial of which no traces are wanted} */
  public static SimulatedTrial of(Scenario scenario) {
    return new SimulatedTrial(scenario, List.of());
  }

  @Override
  public String label() {
    return scenario.file() + " " + String.join(" ", scenario.settings());
  }

  @Override
  public Outcome run(long seed) {
    RunSpec spec = scenario.spec(seed);
    Traces traces = new Traces(traced);
    RunResult result = Simulation.run(spec, traces);
    if (!result.complete()) {
      throw new IllegalStateException(label() + ", seed " + seed + ": a migration did not end");
    }
    SortedMap<String, Double> measures = new TreeMap<>();
    result.totalTime().ifPresent(time -> measures.put(Measures.TOTAL_TIME, seconds(time)));
    for (MigrationResult migration : result.ended()) {
      String prefix = result.ended().size() == 1 ? "" : migration.vm() + "_";
      measures.put(prefix + Measures.DOWNTIME, seconds(migration.downtime()));
      measures.put(prefix + Measures.ROUNDS, (double) migration.rounds().size());
      measures.put(prefix + Measures.TRAFFIC, migration.traffic().sent().count() / MEBIBYTE);
      measures.put(
          prefix + Measures.RATE,
          migration.traffic().sent().count() * 8 / seconds(migration.totalTime()) / 1e6);
      for (String condition : Measures.CONDITIONS) {
        boolean stopped =
            migration.stop().map(stop -> stop.condition().equals(condition)).orElse(false);
        measures.put(prefix + Measures.stoppedBy(condition), stopped ? 1.0 : 0.0);
      }
    }
    result
        .counters()
        .packets()
        .ifPresent(packets -> {
          measures.put(Measures.TIMEOUTS, (double) packets.timeouts());
          measures.put(Measures.DROPPED, (double) packets.dropped());
        });
    for (RunResult.TrafficResult traffic : result.traffic()) {
      measures.put(Measures.goodput(traffic.name()), traffic.goodput().bitsPerSecond() / 1e6);
      traffic
          .loss()
          .ifPresent(loss -> measures.put(Measures.loss(traffic.name()), 100 * loss.share()));
    }
    traces.measure(result, measures);
    return new Outcome(measures, traced.isEmpty() ? List.of() : traces.all(result));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
