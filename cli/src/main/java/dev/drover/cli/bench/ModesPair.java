package dev.drover.cli.bench;

import dev.drover.simulate.scenario.NetworkMode;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.Simulation;
import java.lang.management.ManagementFactory;

/** One run over packets and the same as a fluid. */
record ModesPair(RunSpec spec, Timed packet, Timed fluid) {
  /**
   * A run and what it cost.
   *
   * @param processorSeconds of its thread
   */
  record Timed(RunResult result, double processorSeconds) {}

  /** {@return both runs of {@code spec}, one after the other} */
  static ModesPair run(RunSpec spec) {
    return new ModesPair(
        spec,
        timed(spec.withNetwork(NetworkMode.PACKET)),
        timed(spec.withNetwork(NetworkMode.FLUID)));
  }

  private static Timed timed(RunSpec spec) {
    long before = processorTime();
    RunResult result = Simulation.run(spec);
    return new Timed(result, (processorTime() - before) * 1e-9);
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
