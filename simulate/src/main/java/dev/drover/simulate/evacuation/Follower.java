package dev.drover.simulate.evacuation;

import dev.drover.decide.evacuation.Convergence;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;

/** Looks at one migration again and again, and helps it to an end as the policy asks. */
final class Follower {
  private final QemuMigration migration;
  private final Convergence convergence;
  private final Duration first;
  private Duration downtimeLimit;
  private boolean askedToSwitch;
  private Optional<String> reasonToStop = Optional.empty();

  Follower(QemuMigration migration, EvacuationPolicy policy) {
    this.migration = migration;
    this.convergence = Convergence.of(policy);
    this.first = policy.downtimeLimit();
    this.downtimeLimit = first;
  }

  QemuMigration migration() {
    return migration;
  }

  void start(Optional<BitRate> limit) {
    migration.start(first, limit);
  }

  /** Takes a look. */
  void poll() {
    migration.sample();
    if (migration.inPreCopy() && reasonToStop.isEmpty()) {
      converge();
    }
  }

  private void converge() {
    Convergence.Action action =
        convergence.next(
            migration.planned(),
            migration.round(),
            migration.totalTime(),
            first,
            downtimeLimit,
            askedToSwitch);
    switch (action) {
      case Convergence.Action.Wait _ -> {}
      case Convergence.Action.RaiseDowntime(Duration limit) -> {
        downtimeLimit = limit;
        migration.downtimeLimit(limit);
      }
      case Convergence.Action.SwitchToPostCopy _ -> {
        askedToSwitch = true;
        migration.switchToPostCopy();
      }
      case Convergence.Action.GiveUp(String reason) -> {
        if (migration.cancel()) {
          reasonToStop = Optional.of(reason);
        }
      }
    }
  }

  /** {@return how it ended; to be asked after it has} */
  MigrationOutcome outcome() {
    return reasonToStop
        .<MigrationOutcome>map(MigrationOutcome.Cancelled::new)
        .orElseGet(MigrationOutcome.Completed::new);
  }
}
