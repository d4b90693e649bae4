package dev.drover.decide.link;

import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The load of every NIC at one step of a plan: as observed, or as it will be once the VMs planned
 * so far have moved. A VM that moves takes its measured traffic along. Immutable.
 */
public final class ClusterLoad {
  private final LinkSettings settings;
  private final TrafficCategorizer categorizer;
  private final Cluster cluster;
  private final SortedMap<String, TrafficClass> classes;
  private final SortedMap<String, String> places;
  private final SortedMap<String, Traffic> loads;

  private ClusterLoad(
      ClusterLoad before, SortedMap<String, String> places, SortedMap<String, Traffic> loads) {
    this.settings = before.settings;
    this.categorizer = before.categorizer;
    this.cluster = before.cluster;
    this.classes = before.classes;
    this.places = places;
    this.loads = loads;
  }

  /** The load as {@code cluster} was observed; no migration may be running. */
  public ClusterLoad(Cluster cluster, LinkSettings settings, TrafficCategorizer categorizer) {
    this.settings = settings;
    this.categorizer = categorizer;
    this.cluster = cluster;
    this.classes = new TreeMap<>();
    this.places = new TreeMap<>();
    this.loads = new TreeMap<>();
    for (HostObservation host : cluster.hosts()) {
      loads.put(host.name(), host.nicLoad());
    }
    for (VmObservation vm : cluster.vms()) {
      places.put(vm.name(), vm.host());
      BitRate nicRate = host(vm.host()).nicRate();
      classes.put(vm.name(), categorizer.categorize(vm.traffic(), nicRate, vm.previousClass()));
    }
  }

  public Cluster cluster() {
    return cluster;
  }

  public BitRate nicRate(String host) {
    return host(host).nicRate();
  }

  /** {@return the load once {@code vm} runs on {@code destination}} */
  public ClusterLoad moved(VmObservation vm, String destination) {
    SortedMap<String, String> nextPlaces = new TreeMap<>(places);
    SortedMap<String, Traffic> nextLoads = new TreeMap<>(loads);
    String source = place(vm);
    nextPlaces.put(vm.name(), destination);
    nextLoads.put(source, load(source).minusOrZero(vm.traffic()));
    nextLoads.merge(destination, vm.traffic(), Traffic::plus);
    return new ClusterLoad(this, nextPlaces, nextLoads);
  }

  /** {@return the class of the VM's own traffic} */
  public TrafficClass classOf(VmObservation vm) {
    return Optional.ofNullable(classes.get(vm.name())).orElseThrow();
  }

  /**
   * {@return the class of the traffic at the NIC of {@code host} without that of {@code vm}}
   *
   * <p>The paper crosses the traffic at the source and at the destination with that of the VM as
   * three separate conditions, so the VM's own part is taken off its host's NIC: a VM alone on its
   * host has an idle source, whatever it sends.
   */
  public TrafficClass classOfOthers(String host, VmObservation vm) {
    Traffic others = place(vm).equals(host) ? load(host).minusOrZero(vm.traffic()) : load(host);
    return categorizer.categorize(others, host(host).nicRate(), Optional.empty());
  }

  /** {@return one NIC direction with everything on it but {@code vm}} */
  public LinkLoad linkWithout(VmObservation vm, String host, TrafficClass direction) {
    TenantLimits limits = new TenantLimits(settings);
    WorkloadDemand demand = WorkloadDemand.NONE;
    for (VmObservation other : cluster.vms()) {
      if (place(other).equals(host) && !other.name().equals(vm.name())) {
        demand = demand.plus(limits.demand(other, classOf(other), direction));
      }
    }
    BitRate measured = TenantLimits.inDirection(load(host), direction);
    if (place(vm).equals(host)) {
      measured = measured.minusOrZero(TenantLimits.inDirection(vm.traffic(), direction));
    }
    return new LinkLoad(
        direction, settings.usable(host(host).nicRate(), direction), demand.measuredAt(measured));
  }

  /** {@return what {@code vm} asks of {@code direction} of the NIC of the host that it is on} */
  public WorkloadDemand demand(VmObservation vm, TrafficClass direction) {
    return new TenantLimits(settings).demand(vm, classOf(vm), direction);
  }

  /** {@return the larger direction of the host's NIC as a fraction of its rate} */
  public double utilisation(String host) {
    return utilisationWith(host, Traffic.NONE);
  }

  /** {@return the same with {@code more} traffic} */
  public double utilisationWith(String host, Traffic more) {
    Traffic all = load(host).plus(more);
    return all.in().max(all.out()).fractionOf(host(host).nicRate());
  }

  private String place(VmObservation vm) {
    return Optional.ofNullable(places.get(vm.name())).orElseThrow();
  }

  private Traffic load(String host) {
    return Optional.ofNullable(loads.get(host)).orElseThrow();
  }

  private HostObservation host(String name) {
    return cluster.host(name).orElseThrow();
  }
}
