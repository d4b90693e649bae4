package dev.drover.decide.rounds;

/** When pre-copy turns to stop-and-copy. Asked at the end of every live round; holds no state. */
@FunctionalInterface
public interface StopCondition {
  StopDecision decide(PreCopyProgress progress);

  /** {@return a condition that stops as soon as this one or {@code other} does; this one first} */
  default StopCondition or(StopCondition other) {
    return progress ->
        switch (decide(progress)) {
          case StopDecision.StopAndCopy stop -> stop;
          case StopDecision.Continue _ -> other.decide(progress);
        };
  }
}
