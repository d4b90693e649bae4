package dev.drover.hypervisor;

import java.nio.file.Path;
import java.util.Optional;

/** Starts virtual machines and finds again those that an earlier process started. */
public interface Hypervisor {
  /**
   * Starts a VM in a process that outlives this one, and waits until it answers.
   *
   * @throws HypervisorException when it does not start; the message carries what QEMU printed
   */
  Vm launch(VmLaunch launch);

  /**
   * Reconnects to a VM that was launched with this directory before.
   *
   * @return empty when no process of it is left
   */
  Optional<Vm> adopt(String name, Path directory);
}
