package dev.drover.hypervisor.migration;

/** What the machine wants done. */
public sealed interface MigrationAction {
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
