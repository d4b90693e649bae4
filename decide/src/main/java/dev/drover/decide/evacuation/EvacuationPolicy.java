package dev.drover.decide.evacuation;

import dev.drover.model.Cluster;
import dev.drover.model.PlanResult;
import dev.drover.model.Reservation;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Plans how a host is emptied and divides its NICs while that goes on. Holds no state. */
public interface EvacuationPolicy {
  /** {@return the name by which {@link EvacuationPolicies#named} finds it} */
  String name();

  /**
   * {@return this policy for an operator who wants all VMs moved with high priority, whatever their
   * own: not one tenant's urgency against another's, but haste}
   */
  default EvacuationPolicy inHaste() {
    return this;
  }

  /** {@return what it does, in one line} */
  String description();

  /** {@return pre-copy stops the VM once the rest can be sent within this} */
  Duration downtimeLimit();

  /** {@return whether a migration that comes to no end is helped to one, or left to QEMU} */
  boolean helpsConvergence();

  /**
   * Plans {@code request}; an empty host gives an empty plan.
   *
   * @throws IllegalArgumentException when the request names a host or VM that is not there
   */
  PlanResult plan(Cluster cluster, PlanRequest request);

  /**
   * {@return reservations for the NICs that the active migrations cross, from live load; empty for
   * no reservations (the QEMU baselines)}
   *
   * <p>Called at every start and end of a migration and about once a second while any runs.
   */
  List<Reservation> reserve(Cluster now, List<ActiveMigration> active);

  /**
   * {@return the most that each active migration may send, by VM; one that has no entry may send
   * what its reservation leaves it, and one with zero is not started before it has more}
   *
   * <p>Called as often as there is news of a migration.
   *
   * @param active those that run, and those of their group that are yet to start
   */
  default SortedMap<String, BitRate> limit(Cluster now, List<ActiveMigration> active) {
    return Collections.emptySortedMap();
  }
}
