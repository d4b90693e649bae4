package dev.drover.cli.reproduce.score;

import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.SeededTrial;
import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.placement.PlacementAlgorithms;
import java.util.List;
import java.util.TreeMap;

/**
 * What somebody who knows the matrix of Fig. 2a makes of it (Fig. 2b's reference), and what that
 * placement is worth five iterations later, when other flows are there.
 */
record ReferenceTrial(DataCentre dataCentre, String algorithm) implements SeededTrial {
  static final String GENETIC = "genetic";
  static final String PARTITION = "partition";
  static final String REDUCTION = "reduction_percent";
  static final String LATER = "reduction_later_percent";

  @Override
  public String label() {
    return algorithm + ", " + dataCentre.start().title();
  }

  @Override
  public Outcome run(long seed) {
    DataCentre.Drawn drawn = dataCentre.draw(seed);
    FlowWindows windows = FlowWindows.withoutAverages(drawn.traffic(), seed);
    Allocation placed =
        PlacementAlgorithms.named(algorithm).place(drawn.problem(windows.observed(), seed));
    TreeMap<String, Double> measures = new TreeMap<>();
    measures.put(REDUCTION, reduction(drawn, windows.observed(), placed));
    for (int i = 0; i < FlowWindows.ALL; i++) {
      windows.next();
    }
    measures.put(LATER, reduction(drawn, windows.observed(), placed));
    return new Outcome(measures, List.of());
  }

  private static double reduction(
      DataCentre.Drawn drawn, TrafficGraph traffic, Allocation allocation) {
    CommunicationCost cost = drawn.cost();
    double before = cost.total(traffic, drawn.start().serverOf());
    return 100 - 100 * cost.total(traffic, allocation.serverOf()) / before;
  }
}
