package dev.drover.decide.rounds;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;

/** When pre-copy turns to stop-and-copy. Asked at the end of every live round; holds no state. */
@FunctionalInterface
public interface StopCondition {
  StopDecision decide(PreCopyProgress progress);

  /**
   * {@return what it comes to for a VM of {@code memory} sent at {@code rate} in every round; a
   * condition that cannot be said so says nothing}
   */
  default StopBounds bounds(Bytes memory, BitRate rate) {
    return StopBounds.NONE;
  }

  /** {@return a condition that stops as soon as this one or {@code other} does; this one first} */
  default StopCondition or(StopCondition other) {
    return new EitherCondition(this, other);
  }
}
