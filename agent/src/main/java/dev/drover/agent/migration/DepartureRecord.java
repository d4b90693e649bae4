package dev.drover.agent.migration;

import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.migration.Settlement.Yielded;

/**
 * What the source remembers of a migration.
 *
 * @param status as of the last time that it was written; whole once it has an outcome
 */
record DepartureRecord(StartRequest request, Yielded yielded, MigrationStatus status) {
  boolean finished() {
    return status.outcome().isPresent();
  }
}
