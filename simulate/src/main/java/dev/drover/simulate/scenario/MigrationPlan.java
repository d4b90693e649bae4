package dev.drover.simulate.scenario;

import dev.drover.simulate.migration.MigrationSettings;
import dev.drover.simulate.migration.MigrationTechnique;
import java.time.Duration;

/**
 * A VM to be moved.
 *
 * @param group from 1: a group begins when all migrations of the groups before it have ended
 * @param start of the migration, since its group began; those of a group run beside one another
 */
public record MigrationPlan(
    String vm,
    String destination,
    MigrationTechnique technique,
    MigrationSettings settings,
    int group,
    Duration start) {
  public MigrationPlan {
    if (group < 1) {
      throw new IllegalArgumentException("groups count from 1: " + group);
    }
    if (start.isNegative()) {
      throw new IllegalArgumentException("start must not be negative: " + start);
    }
  }
}
