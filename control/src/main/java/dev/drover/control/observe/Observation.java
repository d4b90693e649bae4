package dev.drover.control.observe;

import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.VmStatus;
import dev.drover.model.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the agents said at one moment.
 *
 * @param atMs milliseconds since the epoch
 * @param cluster hosts that answered; each VM once, on the host where it runs
 * @param hosts the agents' own words
 * @param unreachable hosts whose agent did not answer, with the reason
 * @param conflicts what the agents contradict each other on, one line each; empty unless something
 *     is badly wrong
 */
public record Observation(
    long atMs,
    Cluster cluster,
    SortedMap<String, HostStatus> hosts,
    SortedMap<String, String> unreachable,
    List<String> conflicts) {
  public Observation {
    hosts = new TreeMap<>(hosts);
    unreachable = new TreeMap<>(unreachable);
    conflicts = List.copyOf(conflicts);
  }

  /** {@return the status of {@code vm} at the host where it runs} */
  public Optional<VmStatus> status(String vm) {
    return cluster.vm(vm).stream()
        .flatMap(seen -> Optional.ofNullable(hosts.get(seen.host())).stream())
        .flatMap(host -> host.vms().stream())
        .filter(status -> status.spec().name().equals(vm))
        .findFirst();
  }
}
