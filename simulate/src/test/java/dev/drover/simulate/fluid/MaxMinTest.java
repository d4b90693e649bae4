package dev.drover.simulate.fluid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaxMinTest {
  private static final double UNLIMITED = Double.POSITIVE_INFINITY;

  private final MaxMin rates = new MaxMin();

  private void solve() {
    rates.solve();
    rates.clear();
  }

  private void resources(double... capacities) {
    for (double capacity : capacities) {
      rates.addResource(capacity);
    }
  }

  private void assertRates(double... expected) {
    for (int flow = 0; flow < expected.length; flow++) {
      assertThat(rates.rate(flow)).as("flow %d", flow).isCloseTo(expected[flow], within(1e-9));
    }
  }

  @Test
  void parkingLot_equalLinks_halvesEveryLink() {
    resources(1, 1, 1);
    rates.join(0, new int[] {0, 1, 2}, UNLIMITED);
    rates.join(1, new int[] {0}, UNLIMITED);
    rates.join(2, new int[] {1}, UNLIMITED);
    rates.join(3, new int[] {2}, UNLIMITED);

    solve();

    assertRates(0.5, 0.5, 0.5, 0.5);
  }

  @Test
  void parkingLot_unequalLinks_givesTheLongFlowItsNarrowestShare() {
    resources(10, 4, 6);
    rates.join(0, new int[] {0, 1, 2}, UNLIMITED);
    rates.join(1, new int[] {0}, UNLIMITED);
    rates.join(2, new int[] {1}, UNLIMITED);
    rates.join(3, new int[] {2}, UNLIMITED);

    solve();

    assertRates(2, 8, 2, 4);
  }

  /** Bertsekas and Gallager, Data Networks, Fig. 6.11's kind: bottlenecks one after the other. */
  @Test
  void chain_ofBottlenecks_isSettledFromTheLowestOn() {
    resources(1, 1, 1);
    rates.join(0, new int[] {0}, UNLIMITED);
    rates.join(1, new int[] {0}, UNLIMITED);
    rates.join(2, new int[] {0, 1}, UNLIMITED);
    rates.join(3, new int[] {1, 2}, UNLIMITED);
    rates.join(4, new int[] {2}, 0.1);

    solve();

    assertRates(1 / 3.0, 1 / 3.0, 1 / 3.0, 2 / 3.0, 0.1);
  }

  @Test
  void leave_ofOne_raisesOnlyThoseItHeldUp() {
    resources(6, 10, 5);
    rates.join(0, new int[] {0}, UNLIMITED);
    rates.join(1, new int[] {0}, UNLIMITED);
    rates.join(2, new int[] {0, 1}, UNLIMITED);
    rates.join(3, new int[] {1}, UNLIMITED);
    rates.join(4, new int[] {2}, UNLIMITED);
    solve();
    assertRates(2, 2, 2, 8, 5);

    rates.leave(0);
    rates.solve();

    assertRates(0, 3, 3, 7, 5);
    assertThat(rates.changed().size()).isEqualTo(3);
  }

  @Test
  void capacity_loweredToZero_stopsFlowsAndRaisedLetsThemGo() {
    resources(6, 4);
    rates.join(0, new int[] {0, 1}, UNLIMITED);
    rates.join(1, new int[] {0}, UNLIMITED);
    rates.capacity(1, 0);
    solve();
    assertRates(0, 6);

    rates.capacity(1, 2);
    solve();

    assertRates(2, 4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rates_afterRandomChanges_areMaxMinFairAndAsSolvedAtOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int resources = random.nextInt(5, 60);
    double[] capacities = random.doubles(resources, 1, 100).toArray();
    resources(capacities);
    int flows = random.nextInt(10, 200);
    int[][] paths = new int[flows][0];
    double[] limits = new double[flows];

    for (int change = 0; change < 2000; change++) {
      int flow = random.nextInt(flows);
      switch (random.nextInt(8)) {
        case 0 -> {
          int resource = random.nextInt(resources);
          capacities[resource] = random.nextDouble(0, 100);
          rates.capacity(resource, capacities[resource]);
        }
        case 1 -> {
          if (paths[flow].length > 0) {
            limits[flow] = limit(random);
            rates.limit(flow, limits[flow]);
          }
        }
        default -> {
          if (paths[flow].length > 0) {
            rates.leave(flow);
            paths[flow] = new int[0];
          } else {
            paths[flow] = path(random, resources);
            limits[flow] = limit(random);
            rates.join(flow, paths[flow], limits[flow]);
          }
        }
      }
      if (random.nextInt(3) > 0) {
        solve();
        assertFair(seed, change, capacities, paths, limits);
      }
    }
    solve();

    MaxMin atOnce = new MaxMin();
    for (double capacity : capacities) {
      atOnce.addResource(capacity);
    }
    for (int flow = 0; flow < flows; flow++) {
      if (paths[flow].length > 0) {
        atOnce.join(flow, paths[flow], limits[flow]);
      }
    }
    atOnce.solve();
    for (int flow = 0; flow < flows; flow++) {
      if (paths[flow].length > 0) {
        assertThat(rates.rate(flow))
            .as("seed %d, flow %d", seed, flow)
            .isCloseTo(atOnce.rate(flow), within(1e-6));
      }
    }
  }

  private static int[] path(SplittableRandom random, int resources) {
    return random.ints(random.nextInt(1, 6), 0, resources).distinct().toArray();
  }

  private static double limit(SplittableRandom random) {
    return random.nextInt(3) == 0 ? random.nextDouble(0.1, 30) : UNLIMITED;
  }

  private void assertFair(
      long seed, int change, double[] capacities, int[][] paths, double[] limits) {
    double[] load = new double[capacities.length];
    double[] fastest = new double[capacities.length];
    for (int flow = 0; flow < paths.length; flow++) {
      if (paths[flow].length > 0) {
        for (int resource : paths[flow]) {
          load[resource] += rates.rate(flow);
          fastest[resource] = Math.max(fastest[resource], rates.rate(flow));
        }
      }
    }
    for (int resource = 0; resource < load.length; resource++) {
      assertThat(load[resource])
          .as("seed %d, change %d: load of %d", seed, change, resource)
          .isLessThanOrEqualTo(capacities[resource] + 1e-6);
    }
    for (int flow = 0; flow < paths.length; flow++) {
      if (paths[flow].length > 0) {
        double rate = rates.rate(flow);
        boolean held =
            Arrays.stream(paths[flow])
                .anyMatch(resource ->
                    load[resource] >= capacities[resource] - 1e-6
                        && rate >= fastest[resource] - 1e-6);
        assertThat(held || rate >= limits[flow] - 1e-6)
            .as("seed %d, change %d: flow %d at %f has a bottleneck", seed, change, flow, rate)
            .isTrue();
      }
    }
  }
}
