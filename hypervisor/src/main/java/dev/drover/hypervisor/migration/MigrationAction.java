package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.qmp.QmpCommand;

/** What the machine wants done. */
public sealed interface MigrationAction {
  /**
   * {@return what QEMU is to be told}
   *
   * @param uri where a migration that starts goes
   */
  default QmpCommand<?> command(String uri) {
    return switch (this) {
      case Start _ -> new QmpCommand.Migrate(uri, false);
      case StartPostCopy _ -> new QmpCommand.MigrateStartPostcopy();
      case Cancel _ -> new QmpCommand.MigrateCancel();
      case BreakConnection _ -> new QmpCommand.YankMigration();
      case Pause _ -> new QmpCommand.MigratePause();
      case Recover again -> new QmpCommand.Migrate(again.uri(), true);
      case Query _ -> new QmpCommand.QueryMigrate();
      case QueryRunState _ -> new QmpCommand.QueryStatus();
      case Continue _ -> new QmpCommand.Cont();
    };
  }

  /** Start the migration. */
  record Start() implements MigrationAction {}

  record StartPostCopy() implements MigrationAction {}

  /** Ask QEMU to cancel; only ever said while the VM can run at the source. */
  record Cancel() implements MigrationAction {}

  /** Break the connection, which QEMU then sees as a network fault: it never loses the VM. */
  record BreakConnection() implements MigrationAction {}

  /** Pause post-copy, so that it can be recovered. */
  record Pause() implements MigrationAction {}

  record Recover(String uri) implements MigrationAction {}

  /** Ask how the migration stands. */
  record Query() implements MigrationAction {}

  /** Ask whether the vCPUs run. */
  record QueryRunState() implements MigrationAction {}

  /** Let the vCPUs run here. */
  record Continue() implements MigrationAction {}
}
