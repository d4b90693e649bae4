package dev.drover.simulate.migration;

/** Who is told how a migration goes on. */
public interface MigrationListener {
  /** A round of pre-copy is over and the bitmap of dirty pages read. */
  default void roundEnded(Migration migration, RoundRecord round) {}

  /** The VM stands at the source for good. */
  default void paused(Migration migration) {}

  /** The VM runs at the destination from now on. */
  default void resumed(Migration migration) {}

  /** It is over: the VM runs at the destination and the source may be switched off. */
  void ended(Migration migration, MigrationResult result);
}
