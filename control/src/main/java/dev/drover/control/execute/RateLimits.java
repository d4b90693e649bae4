package dev.drover.control.execute;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.calls.CallException;
import dev.drover.control.inventory.Agents;
import dev.drover.decide.evacuation.ActiveMigration;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.model.Cluster;
import dev.drover.model.unit.BitRate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How fast each migration of a run may send: asks the policy and tells agents what has changed. */
final class RateLimits {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);

  /** More than any link. */
  private static final BitRate UNLIMITED = BitRate.ofMegabitsPerSecond(1_000_000);

  private final Agents agents;
  private final EvacuationPolicy policy;
  private final SortedMap<String, String> ids = new TreeMap<>();
  private final SortedMap<String, BitRate> inForce = new TreeMap<>();

  RateLimits(Agents agents, EvacuationPolicy policy) {
    this.agents = agents;
    this.policy = policy;
  }

  /**
   * {@return the most that {@code vm}'s migration may send at first; the caller starts it so, or
   * asks again later when it is zero}
   *
   * @param active all migrations, this one too
   */
  synchronized Optional<BitRate> first(
      String vm, String id, Cluster now, Collection<ActiveMigration> active) {
    ids.put(vm, id);
    Optional<BitRate> limit = wanted(now, active, vm);
    limit.filter(rate -> rate.bitsPerSecond() > 0).ifPresent(rate -> inForce.put(vm, rate));
    return limit;
  }

  /** Tells those whose limit is another now. */
  synchronized void follow(Cluster now, Collection<ActiveMigration> active) {
    SortedMap<String, BitRate> wanted = policy.limit(now, List.copyOf(active));
    for (ActiveMigration migration : active) {
      Optional<BitRate> limit = Optional.ofNullable(wanted.get(migration.vm()));
      boolean told = limit.equals(Optional.ofNullable(inForce.get(migration.vm())));
      if (!told && migration.hasStarted()) {
        Optional.ofNullable(ids.get(migration.vm())).ifPresent(id -> tell(migration, id, limit));
      }
    }
  }

  /** The migration is over. */
  synchronized void forget(String vm) {
    ids.remove(vm);
    inForce.remove(vm);
  }

  private Optional<BitRate> wanted(Cluster now, Collection<ActiveMigration> active, String vm) {
    return Optional.ofNullable(policy.limit(now, List.copyOf(active)).get(vm));
  }

  /** One that cannot be told has ended, or is told at the next news. */
  private void tell(ActiveMigration migration, String id, Optional<BitRate> limit) {
    try {
      agents
          .agent(migration.source())
          .adjust(
              id, new AdjustRequest(Optional.of(limit.orElse(UNLIMITED)), Optional.empty(), false));
      limit.ifPresentOrElse(
          rate -> inForce.put(migration.vm(), rate), () -> inForce.remove(migration.vm()));
    } catch (CallException e) {
      LOG.debug("migration {} of vm {} could not be limited", id, migration.vm(), e);
    }
  }
}
