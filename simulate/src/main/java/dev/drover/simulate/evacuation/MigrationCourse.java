package dev.drover.simulate.evacuation;

import dev.drover.model.MigrationOutcome;
import dev.drover.model.PlannedMigration;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;

/**
 * How one simulated migration went.
 *
 * @param start of its start command, since the run began
 * @param totalTime from the start command until the source may be switched off
 * @param downtime as QEMU would report it
 * @param clientDowntime as a client's probe would see it
 * @param runsAt where the VM runs at the end
 * @param rounds passes over memory
 */
public record MigrationCourse(
    PlannedMigration planned,
    MigrationOutcome outcome,
    String runsAt,
    Bytes resident,
    Duration start,
    Duration totalTime,
    Duration downtime,
    Duration clientDowntime,
    Bytes traffic,
    int rounds,
    List<Phase> phases,
    List<RoundSample> telemetry) {
  public MigrationCourse {
    phases = List.copyOf(phases);
    telemetry = List.copyOf(telemetry);
  }

  /** {@return when it ended, since the run began} */
  public Duration end() {
    return start.plus(totalTime);
  }

  /** A phase, such as {@code pre-copy}, and when it was entered since the run began. */
  public record Phase(Duration at, String name) {}
}
