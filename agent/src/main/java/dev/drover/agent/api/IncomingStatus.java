package dev.drover.agent.api;

import dev.drover.hypervisor.VmState;

/**
 * What has become of a VM's copy at the destination of a migration.
 *
 * @param fate what was decided here, durably
 * @param state of the copy's process; {@code GONE} when there is none
 * @param whole whether all of the VM has arrived
 */
public record IncomingStatus(String migration, Fate fate, VmState state, boolean whole) {
  /**
   * What the destination has decided; only ever moves from {@code PREPARED} to one of the rest, and
   * from {@code TAKEN_OVER} to {@code ABANDONED} when the copy cannot be made to run.
   */
  public enum Fate {
    /** No migration of this id is known here, so no copy can ever run here by it. */
    UNKNOWN,
    /** A copy waits; it will not run before it is taken over. */
    PREPARED,
    /** The copy may run here, and may have run. */
    TAKEN_OVER,
    /** The copy was given up before it ran and can never run. */
    ABANDONED
  }
}
