package dev.drover.control.execute;

import dev.drover.agent.api.HostStatus;
import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.TaskGroup;
import dev.drover.control.inventory.TaskGroup.Answer;
import dev.drover.control.observe.Ownership;
import dev.drover.hypervisor.VmState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds out where a VM is by asking, not by remembering. */
final class Locator {
  private final Agents agents;

  Locator(Agents agents) {
    this.agents = agents;
  }

  /** {@return where the VM is, as far as those of {@code hosts} that answer know} */
  Optional<Ownership.Place> find(String vm, Collection<String> hosts) {
    List<HostStatus> told =
        TaskGroup.ask(hosts, host -> agents.agent(host).status()).values().stream()
            .flatMap(answer ->
                switch (answer) {
                  case Answer.Told<HostStatus>(HostStatus status) -> Optional.of(status).stream();
                  case Answer.Refused<HostStatus> _ -> Optional.<HostStatus>empty().stream();
                })
            .toList();
    return Optional.ofNullable(Ownership.places(told).get(vm));
  }

  /** {@return the host on which the VM runs, or empty when it is not known to run} */
  Optional<String> running(String vm, Collection<String> hosts) {
    return find(vm, hosts)
        .filter(place -> place.status().state() == VmState.RUNNING)
        .map(Ownership.Place::host);
  }
}
