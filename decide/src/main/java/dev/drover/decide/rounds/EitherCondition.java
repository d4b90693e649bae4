package dev.drover.decide.rounds;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;

/** Stops as soon as one of two does; the first is asked first. */
record EitherCondition(StopCondition first, StopCondition second) implements StopCondition {
  @Override
  public StopDecision decide(PreCopyProgress progress) {
    return switch (first.decide(progress)) {
      case StopDecision.StopAndCopy stop -> stop;
      case StopDecision.Continue _ -> second.decide(progress);
    };
  }

  @Override
  public StopBounds bounds(Bytes memory, BitRate rate) {
    return first.bounds(memory, rate).or(second.bounds(memory, rate));
  }
}
