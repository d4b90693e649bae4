package dev.drover.hypervisor;

/** What a VM's process does, as far as ownership is concerned. */
public enum VmState {
  /** Its vCPUs run. */
  RUNNING,
  /** Paused and complete: it could run here. */
  PAUSED,
  /** Waiting for, or receiving, a migration whose state has not arrived in full. */
  RECEIVING,
  /**
   * Source of a migration that has stopped the vCPUs; complete, must not run before the owner is
   * settled.
   */
  HANDED_OVER,
  /** Shut down or panicked. */
  STOPPED,
  /** The process has ended. */
  GONE,
  /** A state this version of Drover does not know; treated as possibly running. */
  UNKNOWN
}
