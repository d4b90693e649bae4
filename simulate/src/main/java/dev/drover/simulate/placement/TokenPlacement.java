package dev.drover.simulate.placement;

import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.TokenPolicy;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.TokenRounds;
import dev.drover.simulate.datacentre.TokenRounds.Round;
import dev.drover.simulate.datacentre.TokenRounds.Settings;

/** S-CORE: rounds of the token until nobody moves any more, at most twenty. */
final class TokenPlacement implements PlacementAlgorithm {
  private static final int MOST_ROUNDS = 20;

  private final TokenPolicy policy;

  TokenPlacement(TokenPolicy policy) {
    this.policy = policy;
  }

  @Override
  public String name() {
    return "s-core-" + policy.name();
  }

  @Override
  public String description() {
    return "S-CORE, the token " + policy.description();
  }

  @Override
  public Allocation place(PlacementProblem problem) {
    Allocation allocation = problem.start().copy();
    Settings settings =
        new Settings(
            policy,
            CandidateRule.FIRST_THAT_LOWERS,
            problem.weights(),
            MigrationPrice.constant(0),
            0);
    TokenRounds rounds = new TokenRounds(problem.layers(), problem.traffic(), allocation, settings);
    Round last;
    do {
      last = rounds.round();
    } while (last.migrations() > 0 && last.number() < MOST_ROUNDS);
    return allocation;
  }
}
