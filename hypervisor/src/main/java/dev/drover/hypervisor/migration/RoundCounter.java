package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.RoundBoundary;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells rounds apart by QEMU's figures, and how fast the guest dirtied memory in each. What the
 * syncs have added to what is to be sent changes at a sync only, so it may be read at any time in a
 * round and belongs to the round's beginning; only the time of that is a few milliseconds late.
 *
 * @param round that is known to have begun
 * @param dirtied by then, since the start
 * @param began since the start command
 */
record RoundCounter(int round, Bytes dirtied, Duration began) {
  /** Nothing has been sent. */
  static final RoundCounter START = new RoundCounter(1, Bytes.ZERO, Duration.ZERO);

  /** What follows from figures, and the boundary when they show one. */
  record Step(RoundCounter next, Optional<RoundBoundary> boundary) {}

  /**
   * {@return what follows from {@code memory}}
   *
   * @param at when the round that the figures show began, since the start command
   */
  Step next(MigrationInfo.Memory memory, Duration at) {
    if (memory.syncs() <= round) {
      return new Step(this, Optional.empty());
    }
    double seconds = Math.max(1e-3, at.minus(began).toNanos() / 1e9);
    DirtyRate rate =
        DirtyRate.ofBytesPerSecond(
            Math.round(memory.dirtied().minusOrZero(dirtied).count() / seconds));
    return new Step(
        new RoundCounter(memory.syncs(), memory.dirtied(), at),
        Optional.of(new RoundBoundary(memory.syncs(), at, rate)));
  }
}
