package dev.drover.agent.migration;

import dev.drover.agent.api.VmStatus.Role;
import dev.drover.agent.vm.HostedVm;
import dev.drover.agent.vm.VmRegistry;
import dev.drover.hypervisor.VmState;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** After a restart: a VM that this host owns runs, whatever the earlier agent was about to do. */
public final class OwnedVms {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedVms.class);

  private OwnedVms() {}

  public static void makeRun(VmRegistry vms) {
    for (HostedVm vm : vms.all()) {
      if (vm.record().role() == Role.OWNER && stands(vm.state())) {
        try {
          Optional<String> why = Requests.makeRun(vm, Duration.ofMillis(100));
          why.ifPresent(
              text -> LOG.error("vm {} does not run: {}", vm.record().spec().name(), text));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private static boolean stands(VmState state) {
    return state == VmState.PAUSED || state == VmState.HANDED_OVER || state == VmState.RECEIVING;
  }
}
