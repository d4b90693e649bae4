package dev.drover.agent.api;

import dev.drover.hypervisor.VmState;
import dev.drover.model.Traffic;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.Optional;

/**
 * A VM as its agent sees it now.
 *
 * @param role whether this host owns it, receives it, or has handed it over
 * @param traffic smoothed over the agent's window, seen from the VM
 * @param dirtyRate last measured; empty before the first measurement, likewise {@code workingSet}
 * @param migration id of the migration it takes part in, if any
 */
public record VmStatus(
    VmSpec spec,
    VmState state,
    Role role,
    Traffic traffic,
    Bytes resident,
    Optional<DirtyRate> dirtyRate,
    Optional<Bytes> workingSet,
    Optional<String> migration) {
  /** What this host is to the VM. */
  public enum Role {
    OWNER,
    SOURCE,
    DESTINATION
  }
}
