package dev.drover.agent.vm;

import dev.drover.agent.api.VmSpec;
import dev.drover.agent.api.VmStatus.Role;
import java.util.Optional;

/**
 * What this host remembers of a VM.
 *
 * @param role {@code OWNER} means that the VM may run here and nowhere else: after a crash of the
 *     agent it is made to run
 * @param migration that it takes part in; the migration's own record says how far it got
 * @param sequence the number of its latest place, as {@link VmPlaces} counts
 */
public record VmRecord(
    VmSpec spec, Role role, String tap, Optional<String> migration, long sequence) {
  /** {@return what follows; a VM that was received and is owned has a new place} */
  public VmRecord with(Role newRole, Optional<String> newMigration) {
    boolean moved = role == Role.DESTINATION && newRole == Role.OWNER;
    return new VmRecord(spec, newRole, tap, newMigration, sequence + (moved ? 1 : 0));
  }

  VmRecord at(long newSequence) {
    return new VmRecord(spec, role, tap, migration, newSequence);
  }
}
