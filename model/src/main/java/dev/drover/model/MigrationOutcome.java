package dev.drover.model;

/** How a migration ended. In every case the VM is on exactly one host, or known to be lost. */
public sealed interface MigrationOutcome {
  /** The VM runs at the destination and the source holds nothing of it. */
  record Completed() implements MigrationOutcome {}

  /** Stopped on request; the VM runs at the source. */
  record Cancelled(String reason) implements MigrationOutcome {}

  /**
   * Stopped by a fault before the VM changed hands, or after; the VM runs on exactly one host.
   *
   * @param phase the migration phase in which it failed, such as {@code pre-copy}
   * @param cause one line
   * @param vmRunsAt the host on which the VM runs now; empty text is never used: see {@link Lost}
   */
  record Failed(String phase, String cause, String vmRunsAt) implements MigrationOutcome {}

  /** No copy of the VM can run any more, for example because QEMU died in mid post-copy. */
  record Lost(String phase, String cause) implements MigrationOutcome {}

  /**
   * The VM is paused and its owner is not settled yet because the other side cannot be reached; its
   * agents go on settling it and never start a second copy.
   */
  record Unsettled(String phase, String cause) implements MigrationOutcome {}
}
