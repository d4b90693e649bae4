package dev.drover.decide.testing;

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
import java.util.SplittableRandom;

/**
 * Draws clusters of every kind: full and empty hosts, slow and fast NICs, promises that fit and
 * that do not. The host {@code h1} always exists. The same seed gives the same cluster.
 */
public final class RandomClusters {
  private static final List<Long> NIC_MEGABITS = List.of(100L, 200L, 1_000L, 10_000L);
  private static final List<Priority> PRIORITIES = List.of(Priority.values());
  private static final List<TrafficClass> CLASSES = List.of(TrafficClass.values());

  private final SplittableRandom random;

  private RandomClusters(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public static Cluster draw(long seed) {
    return new RandomClusters(seed).cluster();
  }

  private Cluster cluster() {
    int hostCount = random.nextInt(1, 6);
    List<HostObservation> hosts = new ArrayList<>();
    List<VmObservation> vms = new ArrayList<>();
    for (int h = 1; h <= hostCount; h++) {
      BitRate nic = BitRate.ofMegabitsPerSecond(pick(NIC_MEGABITS));
      long memory = random.nextLong(512, 8192);
      long free = memory;
      Traffic load = traffic(nic);
      int vmCount = random.nextInt(h == 1 ? 8 : 4);
      for (int v = 1; v <= vmCount; v++) {
        long size = random.nextLong(64, 1024);
        if (size <= free) {
          free -= size;
          VmObservation vm = vm("h" + h + "-vm" + v, "h" + h, size, nic);
          vms.add(vm);
          load = load.plus(vm.traffic());
        }
      }
      Traffic carried = new Traffic(load.in().min(nic), load.out().min(nic));
      hosts.add(
          new HostObservation(
              "h" + h, Bytes.ofMebibytes(memory), Bytes.ofMebibytes(free), nic, carried, carried));
    }
    return new Cluster(hosts, vms);
  }

  private VmObservation vm(String name, String host, long mebibytes, BitRate nic) {
    BitRate lower = random.nextBoolean() ? BitRate.ZERO : nic.times(random.nextDouble() * 0.4);
    BitRate upper = random.nextInt(3) == 0 ? lower : lower.plus(nic.times(random.nextDouble()));
    return new VmObservation(
        name,
        host,
        Bytes.ofMebibytes(mebibytes),
        Bytes.ofMebibytes(random.nextLong(mebibytes + 1)),
        pick(PRIORITIES),
        new Sla(lower, upper),
        traffic(nic),
        DirtyRate.ofBytesPerSecond(random.nextLong(1L << random.nextInt(1, 30))),
        Bytes.ofMebibytes(random.nextLong(mebibytes + 1)),
        random.nextBoolean() ? Optional.empty() : Optional.of(pick(CLASSES)));
  }

  private Traffic traffic(BitRate nic) {
    return new Traffic(rate(nic), rate(nic));
  }

  /** Often nothing, sometimes a trickle, sometimes much of the NIC. */
  private BitRate rate(BitRate nic) {
    return switch (random.nextInt(3)) {
      case 0 -> BitRate.ZERO;
      case 1 -> nic.times(random.nextDouble() * 0.03);
      default -> nic.times(random.nextDouble());
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
