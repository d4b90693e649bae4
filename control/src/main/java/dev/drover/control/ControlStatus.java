package dev.drover.control;

import dev.drover.agent.api.MigrationStatus;
import dev.drover.control.execute.RecoveryReport;
import dev.drover.control.observe.Observation;
import java.util.List;

/**
 * How everything stands.
 *
 * @param migrations every migration the agents know, those that run first
 * @param leftBehind what a controller that ended early left; empty while another one is at work
 * @param busy whether another controller is at work
 */
public record ControlStatus(
    Observation observation,
    List<MigrationStatus> migrations,
    List<RecoveryReport.Recovered> leftBehind,
    boolean busy) {
  public ControlStatus {
    migrations = List.copyOf(migrations);
    leftBehind = List.copyOf(leftBehind);
  }
}
