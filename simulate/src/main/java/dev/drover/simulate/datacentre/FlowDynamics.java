package dev.drover.simulate.datacentre;

import dev.drover.decide.communication.TrafficGraph;
import java.util.SplittableRandom;

/**
 * Flows that come and go between the pairs of a {@link TrafficGraph}, window by window. Each pair
 * has a flow and then a pause, by turns. Flows' lengths are Pareto, so that 80 % end within 10 s
 * and 0.1 % last longer than 200 s (Kandula et al., IMC'09): at least 4 s, exponent 1.77, 9.3 s in
 * the mean. Pauses are exponential. While it flows a pair has its rate divided by the part of the
 * time in which it flows, so that over long times everything is as in the graph.
 *
 * <p>Partners change too: some pairs end for good in each window, and one of both VMs begins to
 * talk to a peer of one of its peers, at the same rate. The same seed gives the same windows.
 */
public final class FlowDynamics {
  private static final double SHAPE = Math.log(0.2 / 0.001) / Math.log(200.0 / 10);
  private static final double SHORTEST_S = 10 * Math.pow(0.2, 1 / SHAPE);
  private static final double MEAN_S = SHORTEST_S * SHAPE / (SHAPE - 1);

  private final TrafficGraph base;
  private final double windowSeconds;
  private final double active;
  private final double changing;
  private final SplittableRandom random;
  private final int[] ones;
  private final int[] others;
  private final float[] rates;
  private final boolean[] flows;
  private final float[] left;

  /**
   * Flows on all pairs of {@code base}.
   *
   * @param windowSeconds over which rates are averaged
   * @param active which part of the time a pair has a flow; above 0, to 1
   * @param changing which part of the pairs gets another partner in each window, 0 to 1
   */
  public FlowDynamics(
      TrafficGraph base, double windowSeconds, double active, double changing, long seed) {
    if (!(windowSeconds > 0) || !(active > 0 && active <= 1) || !(changing >= 0 && changing <= 1)) {
      throw new IllegalArgumentException(
          "window of %s s, active %s, changing %s".formatted(windowSeconds, active, changing));
    }
    this.base = base;
    this.windowSeconds = windowSeconds;
    this.active = active;
    this.changing = changing;
    this.random = new SplittableRandom(seed);
    int pairs = base.places() / 2;
    ones = new int[pairs];
    others = new int[pairs];
    rates = new float[pairs];
    flows = new boolean[pairs];
    left = new float[pairs];
    int pair = 0;
    for (int vm = 0; vm < base.vms(); vm++) {
      for (int i = base.from(vm); i < base.to(vm); i++) {
        if (base.peer(i) > vm) {
          ones[pair] = vm;
          others[pair] = base.peer(i);
          rates[pair] = base.rate(i);
          flows[pair] = random.nextDouble() < active;
          left[pair] = (float) (length(flows[pair]) * random.nextDouble());
          pair++;
        }
      }
    }
  }

  /** {@return the average over the next window, of the pairs that had a flow in it} */
  public TrafficGraph next() {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(base.vms());
    for (int pair = 0; pair < ones.length; pair++) {
      if (random.nextDouble() < changing) {
        change(pair);
      }
      double flowing = flowing(pair);
      if (flowing > 0) {
        builder.add(ones[pair], others[pair], rates[pair] / active * flowing / windowSeconds);
      }
    }
    return builder.build();
  }

  /** Lets a window pass; {@return for how many seconds of it the pair had a flow}. */
  private double flowing(int pair) {
    double flowing = 0;
    double rest = windowSeconds;
    while (left[pair] <= rest) {
      flowing += flows[pair] ? left[pair] : 0;
      rest -= left[pair];
      flows[pair] = !flows[pair];
      left[pair] = (float) length(flows[pair]);
    }
    left[pair] -= (float) rest;
    return flowing + (flows[pair] ? rest : 0);
  }

  private double length(boolean flow) {
    if (flow) {
      return SHORTEST_S * Math.pow(1 - random.nextDouble(), -1 / SHAPE);
    }
    return -Math.log(1 - random.nextDouble()) * MEAN_S * (1 - active) / active;
  }

  private void change(int pair) {
    int stays = random.nextBoolean() ? ones[pair] : others[pair];
    int next = anyPeer(anyPeer(stays));
    if (next != stays) {
      ones[pair] = stays;
      others[pair] = next;
    }
  }

  private int anyPeer(int vm) {
    return base.peer(random.nextInt(base.from(vm), base.to(vm)));
  }
}
