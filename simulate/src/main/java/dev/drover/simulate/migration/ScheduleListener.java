package dev.drover.simulate.migration;

import java.util.List;

/** Who is told of a schedule's progress. */
public interface ScheduleListener extends MigrationListener {
  @Override
  default void ended(Migration migration, MigrationResult result) {}

  /**
   * All migrations have ended.
   *
   * @param results in the order of the schedule
   */
  void allEnded(List<MigrationResult> results);
}
