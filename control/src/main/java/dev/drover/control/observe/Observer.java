package dev.drover.control.observe;

import dev.drover.agent.api.DirtyReport;
import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.VmStatus;
import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.TaskGroup;
import dev.drover.control.inventory.TaskGroup.Answer;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at all hosts at once. Remembers how each VM was categorised, so that the next
 * categorisation has something to hold on to (hysteresis). Safe for use by many threads.
 */
public final class Observer {
  private final Agents agents;
  private final InstantSource clock;
  private final Map<String, TrafficClass> classes = new ConcurrentHashMap<>();

  public Observer(Agents agents, InstantSource clock) {
    this.agents = agents;
    this.clock = clock;
  }

  /** Remembers the category that a decision gave to a VM. */
  public void remember(String vm, TrafficClass traffic) {
    classes.put(vm, traffic);
  }

  /** {@return what every agent says now; takes as long as the slowest} */
  public Observation observe() {
    return observe(Map.of());
  }

  /**
   * Looks, then measures how fast some VMs dirty their memory, all at the same time.
   *
   * @param vms of which VMs; those that run nowhere are left out
   * @param window QEMU counts in whole seconds; 1 to 3 is sensible
   */
  public Observation observe(Collection<String> vms, Duration window) {
    Observation seen = observe();
    List<VmObservation> measured =
        seen.cluster().vms().stream().filter(vm -> vms.contains(vm.name())).toList();
    SortedMap<String, Answer<DirtyReport>> answers =
        TaskGroup.ask(
            measured.stream().map(VmObservation::name).toList(),
            vm -> agents.agent(hostOf(measured, vm)).measureDirtyRate(vm, window));
    Map<String, DirtyReport> reports = new TreeMap<>();
    answers.forEach((vm, answer) -> {
      if (answer instanceof Answer.Told<DirtyReport>(DirtyReport report)) {
        reports.put(vm, report);
      }
    });
    return reports.isEmpty() ? seen : observe(reports);
  }

  private static String hostOf(List<VmObservation> vms, String name) {
    return vms.stream().filter(vm -> vm.name().equals(name)).findFirst().orElseThrow().host();
  }

  private Observation observe(Map<String, DirtyReport> measured) {
    SortedMap<String, HostStatus> hosts = new TreeMap<>();
    SortedMap<String, String> unreachable = new TreeMap<>();
    TaskGroup.ask(agents.hosts(), host -> agents.agent(host).status())
        .forEach((host, answer) -> {
          switch (answer) {
            case Answer.Told<HostStatus>(HostStatus status) -> hosts.put(host, status);
            case Answer.Refused<HostStatus>(var why) ->
                unreachable.put(host, String.valueOf(why.getMessage()));
          }
        });
    return new Observation(
        clock.millis(),
        cluster(hosts, measured),
        hosts,
        unreachable,
        Ownership.conflicts(hosts.values()));
  }

  private Cluster cluster(SortedMap<String, HostStatus> hosts, Map<String, DirtyReport> measured) {
    List<HostObservation> seen =
        agents.hosts().stream()
            .flatMap(name -> Optional.ofNullable(hosts.get(name)).stream())
            .map(Observer::host)
            .toList();
    List<VmObservation> vms = new ArrayList<>();
    Ownership.places(hosts.values())
        .forEach((name, place) -> vms.add(vm(place, Optional.ofNullable(measured.get(name)))));
    vms.sort(
        Comparator.comparingInt((VmObservation vm) -> agents.hosts().indexOf(vm.host()))
            .thenComparing(VmObservation::name));
    return new Cluster(seen, vms);
  }

  private static HostObservation host(HostStatus status) {
    return new HostObservation(
        status.host(),
        status.memory(),
        least(status.memoryFree(), status.memory()),
        status.nicRate(),
        status.nicLoad(),
        status.workloadLoad());
  }

  private VmObservation vm(Ownership.Place place, Optional<DirtyReport> measured) {
    VmStatus status = place.status();
    Bytes memory = status.spec().memory();
    Bytes workingSet =
        measured.map(DirtyReport::workingSet).or(status::workingSet).orElse(Bytes.ZERO);
    return new VmObservation(
        status.spec().name(),
        place.host(),
        memory,
        least(status.resident(), memory),
        status.spec().priority(),
        status.spec().sla(),
        status.traffic(),
        measured.map(DirtyReport::dirtyRate).or(status::dirtyRate).orElse(DirtyRate.ZERO),
        least(workingSet, memory),
        Optional.ofNullable(classes.get(status.spec().name())));
  }

  private static Bytes least(Bytes one, Bytes other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
