package dev.drover.cli.reproduce.trafficaware;

import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the deciders are asked about: two hosts as in the paper (16 GB of memory, Gigabit Ethernet)
 * and a VM that moves from {@code source} to {@code destination}. The paper gives neither the VM's
 * size nor any rate; these are ours.
 */
final class TestBed {
  static final BitRate NIC = BitRate.ofMegabitsPerSecond(1000);
  static final BitRate VM_TRAFFIC = BitRate.ofMegabitsPerSecond(300);
  static final BitRate HOST_TRAFFIC = BitRate.ofMegabitsPerSecond(400);
  static final Sla VM_SLA =
      new Sla(BitRate.ofMegabitsPerSecond(200), BitRate.ofMegabitsPerSecond(300));
  static final Bytes VM_MEMORY = Bytes.ofMebibytes(1024);
  static final DirtyRate DIRTY_RATE = DirtyRate.ofPagesPerSecond(2500);
  static final Bytes WORKING_SET = Bytes.ofMebibytes(128);
  static final Sla NO_SLA = new Sla(BitRate.ZERO, BitRate.ZERO);

  private static final Bytes HOST_MEMORY = Bytes.ofMebibytes(16 << 10);

  private TestBed() {}

  /** {@return hosts and VMs with traffic of the given classes, {@code moving} among them} */
  static Cluster cluster(
      TrafficClass source, TrafficClass destination, TrafficClass vm, Priority priority, Sla sla) {
    List<VmObservation> vms = new ArrayList<>();
    vms.add(vm("moving", "source", priority, sla, traffic(vm, VM_TRAFFIC)));
    vms.add(vm("neighbour", "source", Priority.LOW, NO_SLA, traffic(source, HOST_TRAFFIC)));
    vms.add(
        vm("resident", "destination", Priority.LOW, NO_SLA, traffic(destination, HOST_TRAFFIC)));
    return cluster(vms);
  }

  /** {@return both hosts with {@code vms}, whose traffic is all there is} */
  static Cluster cluster(List<VmObservation> vms) {
    return new Cluster(List.of(host("source", vms), host("destination", vms)), vms);
  }

  static VmObservation vm(String name, String host, Priority priority, Sla sla, Traffic traffic) {
    return new VmObservation(
        name,
        host,
        VM_MEMORY,
        VM_MEMORY,
        priority,
        sla,
        traffic,
        DIRTY_RATE,
        WORKING_SET,
        Optional.empty());
  }

  private static HostObservation host(String name, List<VmObservation> vms) {
    Traffic load = Traffic.NONE;
    for (VmObservation vm : vms) {
      load = vm.host().equals(name) ? load.plus(vm.traffic()) : load;
    }
    return new HostObservation(
        name, HOST_MEMORY, HOST_MEMORY.minusOrZero(VM_MEMORY), NIC, load, load);
  }

  private static Traffic traffic(TrafficClass traffic, BitRate rate) {
    BitRate little = rate.times(0.02);
    return switch (traffic) {
      case INCOMING -> new Traffic(rate, little);
      case OUTGOING -> new Traffic(little, rate);
      case MIXED -> new Traffic(rate, rate);
      case IDLE -> Traffic.NONE;
    };
  }
}
