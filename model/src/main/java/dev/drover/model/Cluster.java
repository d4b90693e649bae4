package dev.drover.model;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** One consistent observation of hosts and VMs; names are unique and every VM's host is present. */
public record Cluster(List<HostObservation> hosts, List<VmObservation> vms) {
  public Cluster {
    hosts = List.copyOf(hosts);
    vms = List.copyOf(vms);
    TreeSet<String> hostNames = new TreeSet<>();
    for (HostObservation host : hosts) {
      if (!hostNames.add(host.name())) {
        throw new IllegalArgumentException("host " + host.name() + " is there twice");
      }
    }
    TreeSet<String> vmNames = new TreeSet<>();
    for (VmObservation vm : vms) {
      if (!vmNames.add(vm.name())) {
        throw new IllegalArgumentException("vm " + vm.name() + " is there twice");
      }
      if (!hostNames.contains(vm.host())) {
        throw new IllegalArgumentException("vm " + vm.name() + " is on unknown host " + vm.host());
      }
    }
  }

  public Optional<HostObservation> host(String name) {
    return hosts.stream().filter(h -> h.name().equals(name)).findFirst();
  }

  public Optional<VmObservation> vm(String name) {
    return vms.stream().filter(v -> v.name().equals(name)).findFirst();
  }

  /** {@return the VMs on {@code host}, in the order of the observation} */
  public List<VmObservation> vmsOn(String host) {
    return vms.stream().filter(v -> v.host().equals(host)).toList();
  }
}
