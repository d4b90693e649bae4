package dev.drover.control.execute;

import java.util.List;
import java.util.Optional;

/**
 * What a recovery found and did.
 *
 * @param migrations that an earlier controller left
 * @param released hosts whose reservations were removed
 * @param left what could not be settled now, one line each; empty when all is well
 */
public record RecoveryReport(List<Recovered> migrations, List<String> released, List<String> left) {
  public RecoveryReport {
    migrations = List.copyOf(migrations);
    released = List.copyOf(released);
    left = List.copyOf(left);
  }

  /**
   * One migration that was left.
   *
   * @param what how it ended, or how it stands
   * @param vmRunsAt empty when no agent can tell
   */
  public record Recovered(String vm, String migration, String what, Optional<String> vmRunsAt) {}
}
