package dev.drover.model;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * One VM's part of a plan.
 *
 * @param group migrations of one group run together; groups run one after the other, from 1
 * @param rate what the migration is expected to get of its path
 * @param predicted what the model expects
 * @param why one line for the operator: the reason for destination, technique and strategy
 */
public record PlannedMigration(
    String vm,
    String source,
    String destination,
    Priority priority,
    TrafficClass traffic,
    Technique technique,
    Strategy strategy,
    int group,
    BitRate rate,
    Prediction predicted,
    String why) {
  public PlannedMigration {
    if (group < 1) {
      throw new IllegalArgumentException("vm " + vm + ": groups count from 1, not " + group);
    }
    if (source.equals(destination)) {
      throw new IllegalArgumentException(
          "vm " + vm + ": source and destination are both " + source);
    }
  }

  /** {@return the same migration in another group} */
  public PlannedMigration inGroup(int other) {
    return new PlannedMigration(
        vm,
        source,
        destination,
        priority,
        traffic,
        technique,
        strategy,
        other,
        rate,
        predicted,
        why);
  }

  /**
   * What a model expects of a migration.
   *
   * @param totalTime from the start command until the source may be switched off
   * @param downtime as QEMU would report it
   * @param traffic bytes on the wire
   * @param workloadLoss bytes that tenants want to send and cannot because of this migration
   */
  public record Prediction(
      Duration totalTime, Duration downtime, Bytes traffic, Bytes workloadLoss) {}
}
