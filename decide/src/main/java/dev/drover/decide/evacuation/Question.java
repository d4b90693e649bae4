package dev.drover.decide.evacuation;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.placement.DestinationChooser;
import dev.drover.decide.placement.Placement;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Priority;
import dev.drover.model.VmObservation;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** A request checked against the cluster: what every policy starts from. */
record Question(PlanRequest request, List<VmObservation> vms, List<HostObservation> candidates) {
  /**
   * {@return the question that {@code request} asks of {@code cluster}}
   *
   * @throws IllegalArgumentException when it names a host or VM that is not there
   */
  static Question of(Cluster cluster, PlanRequest request) {
    PlanRequest.requireHost(cluster, request.source());
    List<VmObservation> there = cluster.vmsOn(request.source());
    for (String name : request.vms()) {
      if (there.stream().noneMatch(vm -> vm.name().equals(name))) {
        throw new IllegalArgumentException(
            "there is no vm " + name + " on host " + request.source());
      }
    }
    List<VmObservation> vms =
        there.stream()
            .filter(vm -> request.vms().isEmpty() || request.vms().contains(vm.name()))
            .toList();
    request.destination().ifPresent(name -> requireOther(cluster, request.source(), name));
    List<HostObservation> candidates =
        cluster.hosts().stream()
            .filter(host -> !host.name().equals(request.source()))
            .filter(host -> request.destination().map(host.name()::equals).orElse(true))
            .toList();
    return new Question(request, vms, candidates);
  }

  Priority priority(VmObservation vm) {
    return request.priority().orElse(vm.priority());
  }

  Placement place(DestinationChooser chooser, ClusterLoad load) {
    return vms.isEmpty()
        ? new Placement.Found(Collections.unmodifiableSortedMap(new TreeMap<>()))
        : chooser.place(load, vms, candidates);
  }

  private static void requireOther(Cluster cluster, String source, String destination) {
    PlanRequest.requireHost(cluster, destination);
    if (source.equals(destination)) {
      throw new IllegalArgumentException("source and destination are both host " + source);
    }
  }
}
