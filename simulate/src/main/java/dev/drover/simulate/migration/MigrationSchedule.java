package dev.drover.simulate.migration;

import java.util.List;

/**
 * Migrations in groups: those of a group run in parallel, and a group starts when all of the one
 * before have ended.
 *
 * @param groups none empty
 */
public record MigrationSchedule(List<List<Entry>> groups) {
  /** One guest and how it is moved. */
  public record Entry(SimulatedGuest guest, MigrationSpec spec) {}

  public MigrationSchedule {
    groups = groups.stream().map(List::copyOf).toList();
    if (groups.isEmpty() || groups.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("each group has a migration, and there is a group");
    }
    List<String> names =
        groups.stream().flatMap(List::stream).map(entry -> entry.guest().name()).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("a guest is moved once: " + names);
    }
  }

  /** {@return one after the other} */
  public static MigrationSchedule serial(List<Entry> entries) {
    return new MigrationSchedule(entries.stream().map(List::of).toList());
  }

  /** {@return all at once} */
  public static MigrationSchedule parallel(List<Entry> entries) {
    return new MigrationSchedule(List.of(entries));
  }
}
