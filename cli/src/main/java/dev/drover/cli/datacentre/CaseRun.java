package dev.drover.cli.datacentre;

import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.AllocationCheck;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.TokenRounds;
import dev.drover.simulate.datacentre.TokenRounds.Round;
import dev.drover.simulate.datacentre.TokenRounds.Settings;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.placement.PlacementAlgorithm;
import dev.drover.simulate.placement.PlacementAlgorithms;
import dev.drover.simulate.placement.PlacementProblem;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs one case in this JVM, which should run nothing else. */
final class CaseRun {
  private static final long SEED = 1;
  private static final int WARM_VMS = 100_000;
  private static final int REPETITIONS = 9;

  private final PlacementCase one;
  private final Layers layers;
  private final List<Double> costs = new ArrayList<>();
  private long migrations;
  private Spent firstRound = Spent.NOTHING;

  /** Time that something took. */
  private record Spent(double seconds, double processorSeconds) {
    static final Spent NOTHING = new Spent(0, 0);
  }

  CaseRun(PlacementCase one) {
    this.one = one;
    this.layers = one.layers();
  }

  /**
   * {@return what came of it}
   *
   * @throws IllegalStateException when VMs were placed where there is no room for them
   */
  CaseResult run() {
    long began = System.nanoTime();
    long processor = processor();
    TrafficGraph traffic = one.traffic().of(one.vms(), SEED);
    Capacity capacity = Capacity.slots(layers.servers(), one.slots());
    Allocation start =
        Allocation.random(capacity, one.vms(), new Seeds(SEED).generator("bad start"));
    CommunicationCost cost = new CommunicationCost(layers, LevelWeights.PAPER);
    double before = cost.total(traffic, start.serverOf());
    double build = since(began);
    Allocation placed = place(traffic, start);
    double seconds = since(began);
    double processorSeconds = (processor() - processor) / 1e9;
    long peak = peak();
    List<String> faults = AllocationCheck.faults(capacity, one.vms(), placed.serverOf());
    if (!faults.isEmpty()) {
      throw new IllegalStateException(one.name() + ": " + faults.getFirst());
    }
    Spent round = isToken() ? round(traffic, capacity) : Spent.NOTHING;
    double[] rates = cost.rates(traffic, placed.serverOf());
    Optional<PlacementTraffic.Drawn> drawn =
        one.traffic() instanceof PlacementTraffic.Drawn lot ? Optional.of(lot) : Optional.empty();
    double all = Arrays.stream(rates).sum();
    return new CaseResult(
        one.name(),
        one.servers(),
        one.vms(),
        traffic.places() / 2,
        one.algorithm(),
        one.rule().name(),
        drawn.map(PlacementTraffic.Drawn::density),
        drawn.map(PlacementTraffic.Drawn::spread),
        costs.size(),
        migrations,
        seconds,
        build,
        round.seconds(),
        round.processorSeconds(),
        processorSeconds,
        peak,
        before,
        cost.total(traffic, placed.serverOf()),
        costs,
        Arrays.stream(rates).map(rate -> rate / all).boxed().toList(),
        Optional.empty());
  }

  private boolean isToken() {
    return TokenPolicies.names().contains(one.algorithm());
  }

  private Allocation place(TrafficGraph traffic, Allocation start) {
    if (!isToken()) {
      PlacementAlgorithm algorithm =
          one.algorithm().equals(PlacementCases.METIS)
              ? new MetisPlacement()
              : PlacementAlgorithms.named(one.algorithm());
      return algorithm.place(
          new PlacementProblem(layers, LevelWeights.PAPER, traffic, start, SEED));
    }
    // The start is not needed again: at millions of VMs a copy would count.
    TokenRounds rounds = rounds(traffic, start);
    Round last;
    do {
      long began = System.nanoTime();
      long processor = processor();
      last = rounds.round();
      if (costs.isEmpty()) {
        firstRound = new Spent(since(began), (processor() - processor) / 1e9);
      }
      costs.add(last.cost());
    } while (last.migrations() > 0 && costs.size() < one.mostRounds());
    migrations = rounds.migrations();
    return start;
  }

  private TokenRounds rounds(TrafficGraph traffic, Allocation allocation) {
    return new TokenRounds(
        layers,
        traffic,
        allocation,
        new Settings(
            TokenPolicies.named(one.algorithm()),
            one.rule(),
            LevelWeights.PAPER,
            MigrationPrice.constant(0),
            0));
  }

  private Spent round(TrafficGraph traffic, Capacity capacity) {
    if (one.vms() > WARM_VMS) {
      return firstRound;
    }
    double[] seconds = new double[REPETITIONS];
    double[] processorSeconds = new double[REPETITIONS];
    for (int i = 0; i < REPETITIONS; i++) {
      Allocation start =
          Allocation.random(capacity, one.vms(), new Seeds(SEED).generator("bad start"));
      TokenRounds rounds = rounds(traffic, start);
      long began = System.nanoTime();
      long processor = processor();
      rounds.round();
      seconds[i] = since(began);
      processorSeconds[i] = (processor() - processor) / 1e9;
    }
    return new Spent(median(seconds), median(processorSeconds));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static long processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
