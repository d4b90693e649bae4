package dev.drover.decide.testing;

import dev.drover.model.HostObservation;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.Optional;

/** Values as the lab has them: 200 Mbit/s NICs, guests of 256 MiB with 110 MiB resident. */
public final class Some {
  public static final Sla NO_SLA = new Sla(BitRate.ZERO, BitRate.ZERO);

  private Some() {}

  public static BitRate mbit(long megabits) {
    return BitRate.ofMegabitsPerSecond(megabits);
  }

  public static Traffic traffic(long inMegabits, long outMegabits) {
    return new Traffic(mbit(inMegabits), mbit(outMegabits));
  }

  public static Sla sla(long lowerMegabits, long upperMegabits) {
    return new Sla(mbit(lowerMegabits), mbit(upperMegabits));
  }

  /** A host on whose NIC there is no migration. */
  public static HostObservation host(String name, long freeMebibytes, Traffic load) {
    return host(name, freeMebibytes, load, load);
  }

  public static HostObservation host(
      String name, long freeMebibytes, Traffic load, Traffic workload) {
    return new HostObservation(
        name, Bytes.ofMebibytes(8192), Bytes.ofMebibytes(freeMebibytes), mbit(200), load, workload);
  }

  public static VmObservation vm(String name, String host, Priority priority, Traffic traffic) {
    return vm(name, host, priority, NO_SLA, traffic);
  }

  public static VmObservation vm(
      String name, String host, Priority priority, Sla sla, Traffic traffic) {
    return new VmObservation(
        name,
        host,
        Bytes.ofMebibytes(256),
        Bytes.ofMebibytes(110),
        priority,
        sla,
        traffic,
        DirtyRate.ofBytesPerSecond(200_000),
        Bytes.ofMebibytes(4),
        Optional.empty());
  }

  public static VmObservation sized(VmObservation vm, long mebibytes) {
    return new VmObservation(
        vm.name(),
        vm.host(),
        Bytes.ofMebibytes(mebibytes),
        Bytes.ofMebibytes(mebibytes / 2),
        vm.priority(),
        vm.sla(),
        vm.traffic(),
        vm.dirtyRate(),
        Bytes.ofMebibytes(mebibytes / 4),
        vm.previousClass());
  }

  public static VmObservation dirtying(VmObservation vm, DirtyRate rate, Bytes workingSet) {
    return new VmObservation(
        vm.name(),
        vm.host(),
        vm.memory(),
        vm.resident(),
        vm.priority(),
        vm.sla(),
        vm.traffic(),
        rate,
        workingSet,
        vm.previousClass());
  }

  public static VmObservation before(VmObservation vm, TrafficClass previous) {
    return new VmObservation(
        vm.name(),
        vm.host(),
        vm.memory(),
        vm.resident(),
        vm.priority(),
        vm.sla(),
        vm.traffic(),
        vm.dirtyRate(),
        vm.workingSet(),
        Optional.of(previous));
  }
}
