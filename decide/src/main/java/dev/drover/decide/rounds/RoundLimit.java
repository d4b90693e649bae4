package dev.drover.decide.rounds;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;

/**
 * Stops after so many live rounds, so that a migration that does not converge has an end.
 *
 * @param rounds at least 1
 */
public record RoundLimit(int rounds) implements StopCondition {
  public RoundLimit {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1: " + rounds);
    }
  }

  @Override
  public StopDecision decide(PreCopyProgress progress) {
    return progress.round() >= rounds
        ? new StopDecision.StopAndCopy("rounds", rounds + " rounds were sent")
        : StopDecision.CONTINUE;
  }

  @Override
  public StopBounds bounds(Bytes memory, BitRate rate) {
    return StopBounds.rounds(rounds);
  }
}
