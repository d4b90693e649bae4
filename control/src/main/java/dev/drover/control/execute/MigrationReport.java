package dev.drover.control.execute;

import dev.drover.agent.api.MigrationStatus;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * How one migration of a plan went.
 *
 * @param resident guest memory backed by pages when the run began: what had to cross at least
 * @param telemetry every sample that was seen, oldest first
 * @param status the source agent's last word; empty when it never started
 * @param vmRunsAt as the agents say now; empty when none can tell
 * @param verified whether the VM was seen running at its destination and nowhere else
 */
public record MigrationReport(
    PlannedMigration planned,
    String id,
    Bytes resident,
    List<RoundSample> telemetry,
    Optional<MigrationStatus> status,
    MigrationOutcome outcome,
    Optional<String> vmRunsAt,
    boolean verified) {
  public MigrationReport {
    telemetry = List.copyOf(telemetry);
  }
}
