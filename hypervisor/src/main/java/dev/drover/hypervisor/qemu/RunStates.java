package dev.drover.hypervisor.qemu;

import dev.drover.hypervisor.VmState;

/** Reads QEMU's run states (QAPI {@code RunState}) as what they mean for ownership. */
final class RunStates {
  private RunStates() {}

  /**
   * {@return the state}
   *
   * @param incoming whether the process was started to receive a migration
   */
  static VmState of(String status, boolean incoming) {
    return switch (status) {
      case "running" -> VmState.RUNNING;
      case "inmigrate" -> VmState.RECEIVING;
      case "prelaunch" -> incoming ? VmState.RECEIVING : VmState.PAUSED;
      case "paused", "suspended", "debug", "watchdog", "io-error", "save-vm", "restore-vm" ->
          VmState.PAUSED;
      case "finish-migrate", "postmigrate" -> VmState.HANDED_OVER;
      case "shutdown", "guest-panicked", "internal-error" -> VmState.STOPPED;
      default -> VmState.UNKNOWN;
    };
  }
}
