package dev.drover.simulate.migration;

/** Who is told of a migration's end. */
public interface MigrationListener {
  /** It is over: the VM runs at the destination and the source may be switched off. */
  void ended(Migration migration, MigrationResult result);
}
