package dev.drover.cli.datacentre;

import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.simulate.placement.PlacementAlgorithms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All cases, table by table. */
final class PlacementCases {
  static final String PARTITION = "partition";
  static final String EXHAUSTIVE = "exhaustive";
  static final String METIS = "metis";
  static final String GENETIC = "genetic";

  /** The paper's 2,560 servers of 16 slots in 128 racks; it has four link weights: four layers. */
  private static final List<Integer> PAPER = List.of(20, 8, 4, 4);

  private static final int PAPER_SERVERS = 2_560;
  private static final int PAPER_SLOTS = 16;
  private static final int FULL_PERCENT = 85;

  /** 16 VMs for each server of 20 slots. */
  private static final List<List<Integer>> SIZES =
      List.of(
          PAPER,
          List.of(20, 10, 10, 5),
          List.of(20, 20, 20, 5),
          List.of(20, 20, 25, 10),
          List.of(20, 25, 25, 40));

  private static final int SIZES_SLOTS = 20;
  private static final int SIZES_VMS = 16;
  private static final double SPREAD = 0.5;
  private static final int FEW_ROUNDS = 5;
  private static final int MANY_ROUNDS = 20;
  private static final CandidateRule RULE = CandidateRule.FIRST_THAT_LOWERS;

  private PlacementCases() {}

  static List<PlacementCase> all() {
    List<PlacementCase> all = new ArrayList<>();
    quality(all);
    rules(all);
    spreads(all);
    fills(all);
    sizes(all);
    return List.copyOf(all);
  }

  /**
   * {@return a case for each way to place so many VMs that talk as {@code traffic} says, the
   * optimum among them when the VMs are few enough}
   */
  static List<PlacementCase> of(
      PlacementTraffic traffic, List<Integer> fanOut, int slots, int vms) {
    List<String> algorithms = algorithms();
    if (vms <= PlacementAlgorithms.named(EXHAUSTIVE).mostVms()) {
      algorithms.add(EXHAUSTIVE);
    }
    return algorithms.stream()
        .map(algorithm ->
            new PlacementCase(
                "traffic-" + algorithm,
                fanOut,
                slots,
                vms,
                traffic,
                algorithm,
                RULE,
                MANY_ROUNDS,
                4_096))
        .toList();
  }

  private static List<String> algorithms() {
    List<String> algorithms = new ArrayList<>(policies());
    algorithms.addAll(List.of("random", GENETIC, PARTITION, METIS));
    return algorithms;
  }

  private static List<String> policies() {
    return TokenPolicies.names();
  }

  private static void quality(List<PlacementCase> all) {
    for (int density : List.of(1, 2, 5)) {
      for (String algorithm : algorithms()) {
        all.add(
            paper(
                "density-" + density + "-" + algorithm, FULL_PERCENT, density, SPREAD, algorithm));
      }
    }
  }

  private static void rules(List<PlacementCase> all) {
    for (int density : List.of(1, 2, 5)) {
      for (CandidateRule rule : CandidateRule.values()) {
        if (rule == RULE) {
          continue;
        }
        for (String policy : policies()) {
          String name =
              "rule-%s-%d-%s"
                  .formatted(
                      rule.name().toLowerCase(Locale.ROOT).replace('_', '-'), density, policy);
          all.add(with(paper(name, FULL_PERCENT, density, SPREAD, policy), rule, MANY_ROUNDS));
        }
      }
    }
  }

  private static void spreads(List<PlacementCase> all) {
    for (double spread : List.of(0.0, 1.0, 1.5)) {
      List<String> algorithms = new ArrayList<>(policies());
      algorithms.add(PARTITION);
      for (String algorithm : algorithms) {
        all.add(paper("spread-" + spread + "-" + algorithm, FULL_PERCENT, 1, spread, algorithm));
      }
    }
  }

  private static void fills(List<PlacementCase> all) {
    for (int percent : List.of(50, 70, 95, 100)) {
      for (String algorithm : List.of("load-aware", PARTITION)) {
        all.add(paper("full-" + percent + "-" + algorithm, percent, 1, SPREAD, algorithm));
      }
    }
  }

  private static void sizes(List<PlacementCase> all) {
    for (List<Integer> fanOut : SIZES) {
      int servers = fanOut.stream().reduce(1, Math::multiplyExact);
      boolean largest = servers > 100_000;
      List<String> algorithms = new ArrayList<>(policies());
      if (largest) {
        algorithms.retainAll(List.of("load-aware", "round-robin"));
      } else {
        algorithms.add(PARTITION);
      }
      for (String algorithm : algorithms) {
        all.add(
            new PlacementCase(
                "size-" + servers + "-" + algorithm,
                fanOut,
                SIZES_SLOTS,
                SIZES_VMS * servers,
                new PlacementTraffic.Drawn(1, SPREAD),
                algorithm,
                RULE,
                FEW_ROUNDS,
                largest ? 6_144 : algorithm.equals(PARTITION) ? 8_192 : 4_096));
      }
    }
  }

  private static PlacementCase paper(
      String name, int percent, double density, double spread, String algorithm) {
    return new PlacementCase(
        name,
        PAPER,
        PAPER_SLOTS,
        PAPER_SERVERS * PAPER_SLOTS * percent / 100,
        new PlacementTraffic.Drawn(density, spread),
        algorithm,
        RULE,
        MANY_ROUNDS,
        2_048);
  }

  private static PlacementCase with(PlacementCase one, CandidateRule rule, int mostRounds) {
    return new PlacementCase(
        one.name(),
        one.fanOut(),
        one.slots(),
        one.vms(),
        one.traffic(),
        one.algorithm(),
        rule,
        mostRounds,
        one.heapMib());
  }
}
