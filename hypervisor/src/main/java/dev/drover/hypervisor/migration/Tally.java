package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.Optional;

/** What a migration's figures come to. Times are of {@link System#nanoTime}. Not thread-safe. */
final class Tally {
  private final long startedNanos;
  private RoundCounter counter = RoundCounter.START;
  private int announcedPass;
  private long announcedNanos;
  private long knownNanos;

  /**
   * @param startedNanos when the migration started
   */
  Tally(long startedNanos) {
    this.startedNanos = startedNanos;
    this.knownNanos = startedNanos;
  }

  /** Memory begins to be sent, later than the migration when a disk went before. */
  void memoryBegins(long now) {
    counter = new RoundCounter(1, Bytes.ZERO, Duration.ofNanos(now - startedNanos));
  }

  /**
   * QEMU announced a pass.
   *
   * @param ago how long ago that was, by a clock that can step: not before the last question that
   *     was answered without it, and not later than {@code now}
   */
  void passBegan(int pass, Duration ago, long now) {
    Duration most = Duration.ofNanos(Math.max(0, now - knownNanos));
    Duration late = ago.isNegative() ? Duration.ZERO : ago.compareTo(most) > 0 ? most : ago;
    announcedPass = pass;
    announcedNanos = now - late.toNanos();
  }

  /** All that QEMU announces from here on happened after a question asked then. */
  void knownAt(long asked) {
    knownNanos = asked;
  }

  RoundSample sample(
      MigrationInfo info, MigrationInfo.Memory memory, MigrationPhase phase, long now) {
    return new RoundSample(
        Duration.ofNanos(now - startedNanos),
        Math.max(1, memory.syncs()),
        memory.transferred(),
        memory.remaining(),
        memory.dirtyRate(),
        memory.throughput(),
        info.expectedDowntime().orElse(Duration.ZERO),
        phase.text());
  }

  /**
   * {@return the round that has begun since the last look} Rounds are of pre-copy: what is read in
   * the stop-and-copy and after it begins none.
   */
  Optional<RoundBoundary> boundary(MigrationInfo.Memory memory, MigrationPhase phase, long now) {
    if (!(phase instanceof MigrationPhase.PreCopy)) {
      return Optional.empty();
    }
    long began = announcedPass == memory.syncs() ? announcedNanos : now;
    RoundCounter.Step step = counter.next(memory, Duration.ofNanos(began - startedNanos));
    counter = step.next();
    return step.boundary();
  }
}
