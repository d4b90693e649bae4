package dev.drover.hypervisor;

import dev.drover.model.unit.DirtyRate;
import java.time.Duration;

/**
 * A round of pre-copy begins and the one before it has ended.
 *
 * @param round the one that begins; above 1. When rounds were so short that QEMU's figures tell of
 *     several at a time, or when an earlier process saw the first ones, it is not the next one to
 *     that told of last
 * @param at since the start command
 * @param dirtyRate pages written at least once in a round, over the time since the boundary told of
 *     last: a mean when several rounds ended in it
 */
public record RoundBoundary(int round, Duration at, DirtyRate dirtyRate) {
  public RoundBoundary {
    if (round < 2) {
      throw new IllegalArgumentException("round must be at least 2: " + round);
    }
  }
}
