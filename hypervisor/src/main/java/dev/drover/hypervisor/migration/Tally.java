package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.model.RoundSample;
import java.time.Duration;
import java.util.Optional;

/** What a migration's figures come to. Times are of {@link System#nanoTime}. Not thread-safe. */
final class Tally {
  private final long startedNanos;
  private RoundCounter counter = RoundCounter.START;
  private int announcedPass;
  private long announcedNanos;

  /**
   * @param startedNanos when the migration started
   */
  Tally(long startedNanos) {
    this.startedNanos = startedNanos;
  }

  void passBegan(int pass, long now) {
    announcedPass = pass;
    announcedNanos = now;
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
