package dev.drover.cli.reproduce.score;

import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.FlowDynamics;
import dev.drover.simulate.datacentre.TrafficAverage;
import dev.drover.simulate.kernel.Seeds;

/**
 * Flows that come and go (Fig. 2b's "dynamic instantiation of new traffic flows"), in windows of 10
 * s as Fig. 2a's matrix is. VMs decide by the average over an iteration of the token (IV-B).
 */
final class FlowWindows {
  static final int ITERATIONS = 5;
  static final int IN_AN_ITERATION = 5;
  static final int ALL = ITERATIONS * IN_AN_ITERATION;
  static final double SECONDS = 10;
  static final double ACTIVE = 0.5;

  /** In five iterations a pair in five gets another partner. */
  static final double CHANGING = 0.01;

  private final FlowDynamics flows;
  private final boolean averaged;
  private final TrafficAverage averages = new TrafficAverage(IN_AN_ITERATION);
  private TrafficGraph observed;
  private TrafficGraph average;

  private FlowWindows(TrafficGraph traffic, long seed, boolean averaged) {
    this.averaged = averaged;
    flows =
        new FlowDynamics(traffic, SECONDS, ACTIVE, CHANGING, new Seeds(seed).seed("fig. 2 flows"));
    observed = flows.next();
    average = averaged ? averages.add(observed) : observed;
    for (int i = 1; i < IN_AN_ITERATION; i++) {
      next();
    }
  }

  /** {@return windows of flows that have come and gone for a whole iteration already} */
  static FlowWindows of(TrafficGraph traffic, long seed) {
    return new FlowWindows(traffic, seed, true);
  }

  /** {@return the same windows, quicker, for who does not ask for averages} */
  static FlowWindows withoutAverages(TrafficGraph traffic, long seed) {
    return new FlowWindows(traffic, seed, false);
  }

  /** Lets the next window pass. */
  void next() {
    observed = flows.next();
    average = averaged ? averages.add(observed) : observed;
  }

  /** {@return traffic in the last window} */
  TrafficGraph observed() {
    return observed;
  }

  /** {@return traffic as the VMs know it} */
  TrafficGraph average() {
    if (!averaged) {
      throw new IllegalStateException("these windows have no averages");
    }
    return average;
  }
}
