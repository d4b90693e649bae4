package dev.drover.cli.reproduce.score;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.SeededTrial;
import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.HighestLevelFirst;
import dev.drover.simulate.datacentre.TokenRounds;
import dev.drover.simulate.datacentre.TokenRounds.Settings;
import java.util.List;
import java.util.TreeMap;

/** Five iterations of the distributed policy at each price of a migration (Fig. 2c). */
record PriceTrial(Reading reading) implements SeededTrial {
  /** {@return by how much the cost fell at a price, %} */
  static String reduction(double percent) {
    return "reduction_percent_" + DataTable.number(percent);
  }

  /** {@return migrations at a price in parts of the VMs, %} */
  static String migrations(double percent) {
    return "migrations_percent_" + DataTable.number(percent);
  }

  @Override
  public String label() {
    return "migration cost " + reading.title();
  }

  @Override
  public Outcome run(long seed) {
    DataCentre.Drawn drawn = DataCentre.MAIN.draw(seed);
    CommunicationCost cost = drawn.cost();
    double[] costs = new double[DataCentre.VMS];
    for (int vm = 0; vm < costs.length; vm++) {
      costs[vm] = cost.of(drawn.traffic(), drawn.start().serverOf(), vm);
    }
    TreeMap<String, Double> measures = new TreeMap<>();
    for (double percent : reading.percents()) {
      Settings settings =
          new Settings(
              new HighestLevelFirst(),
              CandidateRule.FIRST_THAT_LOWERS,
              DataCentre.WEIGHTS,
              reading.price(percent, costs),
              0);
      TokenRounds rounds =
          new TokenRounds(drawn.layers(), drawn.traffic(), drawn.start().copy(), settings);
      double before = rounds.cost();
      for (int i = 0; i < FlowWindows.ITERATIONS; i++) {
        rounds.round();
      }
      measures.put(reduction(percent), 100 * (before - rounds.cost()) / before);
      measures.put(migrations(percent), 100.0 * rounds.migrations() / costs.length);
    }
    return new Outcome(measures, List.of());
  }
}
