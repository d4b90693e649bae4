package dev.drover.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which VM of {@code host} goes where, how, and beside which others.
 *
 * @param policy the planner's name, such as {@code traffic-aware}
 * @param migrations one for each VM on the host; empty when the host is empty
 */
public record EvacuationPlan(String host, String policy, List<PlannedMigration> migrations) {
  public EvacuationPlan {
    migrations = List.copyOf(migrations);
  }

  /** {@return the migrations by group, in the order in which groups run} */
  public SortedMap<Integer, List<PlannedMigration>> groups() {
    SortedMap<Integer, List<PlannedMigration>> groups = new TreeMap<>();
    for (PlannedMigration migration : migrations) {
      groups.merge(
          migration.group(),
          List.of(migration),
          (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
    }
    return groups;
  }
}
