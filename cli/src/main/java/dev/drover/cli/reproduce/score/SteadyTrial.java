package dev.drover.cli.reproduce.score;

import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.SeededTrial;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.decide.communication.TokenPolicy;
import dev.drover.simulate.datacentre.TokenRounds;
import dev.drover.simulate.datacentre.TokenRounds.Settings;
import java.util.List;
import java.util.TreeMap;

/** Five iterations of each policy while flows neither come nor go: to compare data centres. */
record SteadyTrial(DataCentre dataCentre) implements SeededTrial {
  @Override
  public String label() {
    return "steady, " + dataCentre.levels() + ", " + dataCentre.start().title();
  }

  @Override
  public Outcome run(long seed) {
    DataCentre.Drawn drawn = dataCentre.draw(seed);
    TreeMap<String, Double> measures = new TreeMap<>();
    for (TokenPolicy policy : TokenPolicies.all()) {
      TokenRounds rounds =
          new TokenRounds(
              drawn.layers(), drawn.traffic(), drawn.start().copy(), Settings.paper(policy));
      double before = rounds.cost();
      for (int i = 0; i < FlowWindows.ITERATIONS; i++) {
        rounds.round();
      }
      measures.put(ConvergenceTrial.reduction(policy.name()), 100 - 100 * rounds.cost() / before);
    }
    return new Outcome(measures, List.of());
  }
}
