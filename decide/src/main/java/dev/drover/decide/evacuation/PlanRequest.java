package dev.drover.decide.evacuation;

import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.VmObservation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be planned.
 *
 * @param source the host to leave
 * @param vms which of its VMs; empty for all
 * @param destination the only host allowed; empty for any
 * @param technique for every VM; empty to let the policy choose
 * @param priority replaces every VM's own priority
 */
public record PlanRequest(
    String source,
    Set<String> vms,
    Optional<String> destination,
    Optional<Technique> technique,
    Optional<Priority> priority) {
  public PlanRequest {
    vms = Collections.unmodifiableSortedSet(new TreeSet<>(vms));
  }

  /** {@return the request to empty {@code host}} */
  public static PlanRequest evacuate(String host, Optional<Priority> priority) {
    return new PlanRequest(host, Set.of(), Optional.empty(), Optional.empty(), priority);
  }

  /**
   * {@return the request to move one VM}
   *
   * @throws IllegalArgumentException when the VM or the destination is not there, or the VM is on
   *     the destination already
   */
  public static PlanRequest migrate(
      Cluster cluster, String vm, String destination, Optional<Technique> technique) {
    VmObservation observed =
        cluster
            .vm(vm)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no vm "
                        + vm
                        + "; there are "
                        + names(cluster.vms().stream().map(VmObservation::name).toList())));
    requireHost(cluster, destination);
    if (observed.host().equals(destination)) {
      throw new IllegalArgumentException("vm " + vm + " is on host " + destination + " already");
    }
    return new PlanRequest(
        observed.host(), Set.of(vm), Optional.of(destination), technique, Optional.empty());
  }

  static HostObservation requireHost(Cluster cluster, String name) {
    return cluster
        .host(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no host "
                    + name
                    + "; there are "
                    + names(cluster.hosts().stream().map(HostObservation::name).toList())));
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
