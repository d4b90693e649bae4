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
 */
public record VmRecord(VmSpec spec, Role role, String tap, Optional<String> migration) {
  public VmRecord with(Role newRole, Optional<String> newMigration) {
    return new VmRecord(spec, newRole, tap, newMigration);
  }
}
