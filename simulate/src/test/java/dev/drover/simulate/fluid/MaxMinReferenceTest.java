package dev.drover.simulate.fluid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.ShortestPaths;
import dev.drover.simulate.topology.Topologies;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates kept up to date through random changes, against progressive filling from nothing. */
class MaxMinReferenceTest {
  /** Relative. */
  private static final double NEAR = 1e-9;

  private static final class Scene {
    final SplittableRandom random;
    final MaxMin rates = new MaxMin();
    final double[] capacities;
    final int[][] paths;
    final double[] limits;

    /** The rates that {@link MaxMin} has told of. */
    final double[] told;

    Scene(SplittableRandom random, double[] capacities, int flows) {
      this.random = random;
      this.capacities = capacities;
      paths = new int[flows][0];
      limits = new double[flows];
      told = new double[flows];
      for (double capacity : capacities) {
        rates.addResource(capacity);
      }
    }

    void start(int flow, int[] path, double limit) {
      paths[flow] = path;
      limits[flow] = limit;
      told[flow] = 0;
      rates.join(flow, path, limit);
    }

    void end(int flow) {
      paths[flow] = new int[0];
      told[flow] = 0;
      rates.leave(flow);
    }

    void limit(int flow, double limit) {
      limits[flow] = limit;
      rates.limit(flow, limit);
    }

    void capacity(int resource, double capacity) {
      capacities[resource] = capacity;
      rates.capacity(resource, capacity);
    }

    boolean runs(int flow) {
      return paths[flow].length > 0;
    }

    void solveAndCompare(String when) {
      rates.solve();
      for (int i = 0; i < rates.changed().size(); i++) {
        int flow = rates.changed().get(i);
        told[flow] = rates.rate(flow);
      }
      rates.clear();
      double[] expected = progressiveFilling(capacities, paths, limits);
      for (int flow = 0; flow < expected.length; flow++) {
        if (!(Math.abs(told[flow] - expected[flow]) <= NEAR * expected[flow])) {
          assertThat(told[flow]).as("%s: flow %d", when, flow).isEqualTo(expected[flow]);
        }
      }
    }
  }

  /**
   * Bertsekas and Gallager, Data Networks, 6.5.2, as it is written: raises all flows together, and
   * stops those that are at their limit or cross a resource that has become full.
   */
  private static double[] progressiveFilling(double[] capacities, int[][] paths, double[] limits) {
    double[] rates = new double[paths.length];
    double[] left = capacities.clone();
    int[] rising = new int[capacities.length];
    boolean[] stopped = new boolean[paths.length];
    int running = 0;
    for (int flow = 0; flow < paths.length; flow++) {
      stopped[flow] = paths[flow].length == 0;
      running += stopped[flow] ? 0 : 1;
      for (int resource : paths[flow]) {
        rising[resource]++;
      }
    }
    double level = 0;
    while (running > 0) {
      double step = Double.POSITIVE_INFINITY;
      for (int resource = 0; resource < left.length; resource++) {
        if (rising[resource] > 0) {
          step = Math.min(step, Math.max(0, left[resource]) / rising[resource]);
        }
      }
      for (int flow = 0; flow < paths.length; flow++) {
        if (!stopped[flow]) {
          step = Math.min(step, limits[flow] - level);
        }
      }
      level += step;
      for (int resource = 0; resource < left.length; resource++) {
        left[resource] -= step * rising[resource];
      }
      for (int flow = 0; flow < paths.length; flow++) {
        if (!stopped[flow]) {
          boolean stops = limits[flow] <= level * (1 + 1e-13);
          for (int resource : paths[flow]) {
            stops |= left[resource] <= capacities[resource] * 1e-13;
          }
          if (stops) {
            rates[flow] = level;
            stopped[flow] = true;
            running--;
          }
        }
      }
      Arrays.fill(rising, 0);
      for (int flow = 0; flow < paths.length; flow++) {
        if (!stopped[flow]) {
          for (int resource : paths[flow]) {
            rising[resource]++;
          }
        }
      }
    }
    return rates;
  }

  private static void change(
      Scene scene, Supplier<int[]> path, Supplier<Double> capacity, Supplier<Double> limit) {
    int flow = scene.random.nextInt(scene.paths.length);
    switch (scene.random.nextInt(8)) {
      case 0 -> scene.capacity(scene.random.nextInt(scene.capacities.length), capacity.get());
      case 1 -> {
        if (scene.runs(flow)) {
          scene.limit(flow, limit.get());
        }
      }
      default -> {
        if (scene.runs(flow)) {
          scene.end(flow);
        }
        if (scene.random.nextBoolean()) {
          scene.start(flow, path.get(), limit.get());
        }
      }
    }
  }

  private static double limit(SplittableRandom random, double most) {
    return random.nextInt(3) == 0 ? random.nextDouble(0.1, most) : Double.POSITIVE_INFINITY;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void rates_throughRandomChanges_areThoseOfProgressiveFilling(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int resources = random.nextInt(3, 40);
    Scene scene =
        new Scene(random, random.doubles(resources, 1, 100).toArray(), random.nextInt(10, 150));

    for (int i = 0; i < 1500; i++) {
      change(
          scene,
          () -> random.ints(random.nextInt(1, 7), 0, resources).distinct().toArray(),
          () -> random.nextInt(6) == 0 ? 0 : random.nextDouble(0, 100),
          () -> limit(random, 30));
      if (random.nextInt(3) > 0) {
        scene.solveAndCompare("seed " + seed + ", change " + i);
      }
    }
  }

  /** Whole capacities and limits: many resources are full at the same level. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rates_withManyEqualLevels_areThoseOfProgressiveFilling(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int resources = random.nextInt(3, 30);
    double[] capacities = new double[resources];
    Arrays.fill(capacities, 12);
    Scene scene = new Scene(random, capacities, random.nextInt(5, 80));

    for (int i = 0; i < 1500; i++) {
      change(
          scene,
          () -> random.ints(random.nextInt(1, 5), 0, resources).distinct().toArray(),
          () -> 6.0 * random.nextInt(0, 4),
          () -> random.nextInt(3) == 0 ? random.nextInt(1, 7) : Double.POSITIVE_INFINITY);
      scene.solveAndCompare("seed " + seed + ", change " + i);
    }
  }

  /** Capacities from 1 to 10,000,000, and flows that a small limit or link holds on large ones. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rates_overCapacitiesOfManyOrders_areThoseOfProgressiveFilling(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] capacities = new double[20];
    for (int i = 0; i < capacities.length; i++) {
      capacities[i] = Math.pow(10, random.nextDouble(0, 7));
    }
    Scene scene = new Scene(random, capacities, 100);

    for (int i = 0; i < 1500; i++) {
      change(
          scene,
          () -> random.ints(random.nextInt(1, 6), 0, 20).distinct().toArray(),
          () -> Math.pow(10, random.nextDouble(0, 7)),
          () -> limit(random, 1000));
      scene.solveAndCompare("seed " + seed + ", change " + i);
    }
  }

  /**
   * As {@code FluidFootprint} with five times as many flows as hosts, where nearly all hang
   * together.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void rates_ofManyFlowsOnAFatTree_areThoseOfProgressiveFilling(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Topology topology =
        Topologies.fatTree(
            8,
            new Cable(
                BitRate.ofMegabitsPerSecond(10_000),
                Duration.ofNanos(1_000),
                new Buffer.Packets(100)));
    Links links = new Links(topology);
    ShortestPaths paths = new ShortestPaths(topology);
    double[] capacities = new double[links.count()];
    for (int i = 0; i < capacities.length; i++) {
      capacities[i] = links.capacity(i);
    }
    Scene scene = new Scene(random, capacities, 5 * 128);
    Supplier<int[]> path =
        () -> {
          int from = random.nextInt(1, 129);
          int to = (from + random.nextInt(127)) % 128 + 1;
          return links.along(paths.ecmp("h" + from, "h" + to, random.nextLong()));
        };
    for (int flow = 0; flow < 5 * 128; flow++) {
      scene.start(flow, path.get(), Double.POSITIVE_INFINITY);
    }

    for (int i = 0; i < 400; i++) {
      scene.solveAndCompare("seed " + seed + ", change " + i);
      int flow = random.nextInt(5 * 128);
      scene.end(flow);
      if (random.nextBoolean()) {
        scene.solveAndCompare("seed " + seed + ", after an end, change " + i);
      }
      scene.start(flow, path.get(), Double.POSITIVE_INFINITY);
    }
  }
}
