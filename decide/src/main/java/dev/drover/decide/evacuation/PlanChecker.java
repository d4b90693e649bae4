package dev.drover.decide.evacuation;

import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.HostObservation;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Strategy;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Verifies a plan against the cluster it was made for. It shares no code with any planner and can
 * be asked about plans from anywhere.
 */
public final class PlanChecker {
  private PlanChecker() {}

  /**
   * {@return what is wrong with {@code plan} as an evacuation of its whole host; empty if nothing}
   */
  public static List<String> check(Cluster cluster, EvacuationPlan plan) {
    SortedSet<String> wanted = new TreeSet<>();
    for (VmObservation vm : cluster.vmsOn(plan.host())) {
      wanted.add(vm.name());
    }
    return check(cluster, plan, wanted);
  }

  /** {@return what is wrong with {@code plan} when exactly {@code vms} are to leave its host} */
  public static List<String> check(Cluster cluster, EvacuationPlan plan, Set<String> vms) {
    List<String> faults = new ArrayList<>();
    checkVms(plan, new TreeSet<>(vms), faults);
    checkHosts(cluster, plan, faults);
    checkMemory(cluster, plan, faults);
    checkGroups(plan, faults);
    return List.copyOf(faults);
  }

  private static void checkVms(EvacuationPlan plan, SortedSet<String> wanted, List<String> faults) {
    SortedSet<String> seen = new TreeSet<>();
    for (PlannedMigration migration : plan.migrations()) {
      if (!seen.add(migration.vm())) {
        faults.add("vm " + migration.vm() + " is planned twice");
      }
      if (!wanted.contains(migration.vm())) {
        faults.add("vm " + migration.vm() + " was not to leave host " + plan.host());
      }
    }
    for (String vm : wanted) {
      if (!seen.contains(vm)) {
        faults.add("vm " + vm + " is left on host " + plan.host());
      }
    }
  }

  private static void checkHosts(Cluster cluster, EvacuationPlan plan, List<String> faults) {
    for (PlannedMigration migration : plan.migrations()) {
      String vm = "vm " + migration.vm();
      Optional<String> host = cluster.vm(migration.vm()).map(VmObservation::host);
      if (host.isEmpty()) {
        faults.add(vm + " does not exist");
      } else if (!host.get().equals(migration.source())) {
        faults.add(vm + " is on host " + host.get() + ", not on " + migration.source());
      }
      if (!migration.source().equals(plan.host())) {
        faults.add(vm + " leaves host " + migration.source() + " in a plan for " + plan.host());
      }
      if (migration.destination().equals(plan.host())) {
        faults.add(vm + " goes to the host that is to be left");
      }
      if (cluster.host(migration.destination()).isEmpty()) {
        faults.add(vm + " goes to host " + migration.destination() + ", which does not exist");
      }
    }
  }

  private static void checkMemory(Cluster cluster, EvacuationPlan plan, List<String> faults) {
    SortedMap<String, Bytes> taken = new TreeMap<>();
    for (PlannedMigration migration : plan.migrations()) {
      Bytes memory = cluster.vm(migration.vm()).map(VmObservation::memory).orElse(Bytes.ZERO);
      taken.merge(migration.destination(), memory, Bytes::plus);
    }
    for (HostObservation host : cluster.hosts()) {
      Bytes wanted = taken.getOrDefault(host.name(), Bytes.ZERO);
      if (wanted.compareTo(host.memoryFree()) > 0) {
        faults.add(
            "host %s has %s free and is to take %s"
                .formatted(host.name(), host.memoryFree(), wanted));
      }
    }
  }

  private static void checkGroups(EvacuationPlan plan, List<String> faults) {
    int expected = 1;
    for (var group : plan.groups().entrySet()) {
      if (group.getKey() != expected) {
        faults.add("group " + group.getKey() + " follows where " + expected + " should");
      }
      expected = group.getKey() + 1;
      for (PlannedMigration migration : group.getValue()) {
        if (migration.strategy() == Strategy.SERIAL && group.getValue().size() > 1) {
          faults.add(
              "vm " + migration.vm() + " is serial but not alone in group " + group.getKey());
        }
      }
    }
  }
}
