package dev.drover.hypervisor;

import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * The states of a migration at its source. The machine that moves between them is pure; see the
 * QEMU driver.
 */
public sealed interface MigrationPhase {
  /** Nothing sent yet; the VM runs at the source. */
  record Setup() implements MigrationPhase {}

  /** The VM's disk is copied; the VM runs at the source, and no memory is sent yet. */
  record DiskCopy() implements MigrationPhase {}

  /** Memory is sent in rounds; the VM runs at the source. */
  record PreCopy(int round) implements MigrationPhase {}

  /** The VM is stopped at the source and its last state is sent. */
  record StopAndCopy() implements MigrationPhase {}

  /**
   * The source has given its vCPU state away for good; the destination may run and fetches the
   * rest.
   */
  record PostCopy() implements MigrationPhase {}

  /**
   * Post-copy lost its connection; memory is still split between both ends and can be joined again.
   */
  record PostCopyPaused(String cause) implements MigrationPhase {}

  /**
   * Everything has been sent and acknowledged; the VM stands still at the source until its owner is
   * settled.
   *
   * @param totalTime as QEMU reports it
   * @param downtime as QEMU reports it
   * @param traffic bytes sent
   */
  record Sent(Duration totalTime, Duration downtime, Bytes traffic, int rounds)
      implements MigrationPhase {}

  /** Stopped on request before it was sent; the VM runs at the source. */
  record Cancelled() implements MigrationPhase {}

  /**
   * Stopped by a fault.
   *
   * @param vmRunsHere whether the VM runs at the source again
   */
  record Failed(String during, String cause, boolean vmRunsHere) implements MigrationPhase {}

  /** {@return whether nothing follows this phase} */
  default boolean isFinal() {
    return this instanceof Sent || this instanceof Cancelled || this instanceof Failed;
  }

  /** {@return the phase's name as people read it, such as {@code pre-copy}} */
  default String text() {
    return switch (this) {
      case Setup _ -> "setup";
      case DiskCopy _ -> "disk copy";
      case PreCopy _ -> "pre-copy";
      case StopAndCopy _ -> "stop-and-copy";
      case PostCopy _ -> "post-copy";
      case PostCopyPaused _ -> "post-copy paused";
      case Sent _ -> "sent";
      case Cancelled _ -> "cancelled";
      case Failed _ -> "failed";
    };
  }
}
