package dev.drover.control.result;

import dev.drover.control.observe.Observation;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Traffic;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The least time in which an evacuation could be done: bytes that had to cross ÷ the bandwidth that
 * was free.
 *
 * <p>For a NIC direction n (the source's egress, each destination's ingress) and the migrations
 * M(n) that cross it:
 *
 * <pre>
 * limit(n) = Σ over m in M(n) of  resident(m) × 8 ÷ free(n, priority(m))
 * limit    = max over n of limit(n)
 * </pre>
 *
 * where {@code resident} is the guest memory that was backed by pages when the plan was made (each
 * such byte must cross once), and {@code free} is the NIC's rate less what tenants may claim of it:
 *
 * <ul>
 *   <li>medium and low priority: the VM traffic measured in that direction when the plan was made,
 *       of all VMs then on that host;
 *   <li>high priority: of each such VM only its SLA's lower limit, if it used that much, in the
 *       direction its traffic mostly goes; its (small) traffic the other way in full.
 * </ul>
 *
 * Migrations side by side share the sum, so order and grouping do not matter. Protocol overhead,
 * the load that moves away with the VMs, and memory dirtied meanwhile are left out. A policy that
 * takes bandwidth from tenants can be faster than this limit; a ratio below one shows just that.
 */
final class PhysicalLimit {
  private PhysicalLimit() {}

  /** {@return the limit, or empty when nothing was to be moved or no bandwidth was free} */
  static Optional<Duration> of(Observation before, List<PlannedMigration> migrations) {
    Cluster cluster = before.cluster();
    SortedMap<String, Double> seconds = new TreeMap<>();
    for (PlannedMigration migration : migrations) {
      double bits =
          8.0 * cluster.vm(migration.vm()).map(VmObservation::resident).orElse(Bytes.ZERO).count();
      add(seconds, cluster, migration.source(), true, migration.priority(), bits);
      add(seconds, cluster, migration.destination(), false, migration.priority(), bits);
    }
    double limit = seconds.values().stream().mapToDouble(s -> s).max().orElse(0);
    return limit == 0 || Double.isInfinite(limit)
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.round(limit * 1e9)));
  }

  private static void add(
      SortedMap<String, Double> seconds,
      Cluster cluster,
      String host,
      boolean egress,
      Priority priority,
      double bits) {
    double free = free(cluster, host, egress, priority).bitsPerSecond();
    seconds.merge((egress ? "from " : "to ") + host, bits / free, Double::sum);
  }

  private static BitRate free(Cluster cluster, String host, boolean egress, Priority priority) {
    BitRate claimed =
        cluster.vmsOn(host).stream()
            .map(vm -> priority == Priority.HIGH ? promised(vm, egress) : load(vm, egress))
            .reduce(BitRate.ZERO, BitRate::plus);
    return cluster
        .host(host)
        .map(HostObservation::nicRate)
        .orElse(BitRate.ZERO)
        .minusOrZero(claimed);
  }

  private static BitRate load(VmObservation vm, boolean egress) {
    return egress ? vm.traffic().out() : vm.traffic().in();
  }

  private static BitRate promised(VmObservation vm, boolean egress) {
    Traffic traffic = vm.traffic();
    boolean mostlyOut = traffic.out().compareTo(traffic.in()) >= 0;
    BitRate load = load(vm, egress);
    return mostlyOut == egress ? load.min(vm.sla().lower()) : load;
  }
}
