package dev.drover.control.plan;

import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.observe.Observation;
import dev.drover.control.observe.Observer;
import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.decide.evacuation.PlanRequest;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlanResult;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.VmObservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks at the cluster, measures the VMs that are to move, and lets a policy decide.
 *
 * <p>Throws {@link ControlException} for what is not a question of planning: a name that nobody
 * knows, an agent that must answer and does not.
 */
public final class Planner {
  private final Agents agents;
  private final Observer observer;
  private final Duration window;

  /**
   * A planner over these agents.
   *
   * @param window of the dirty-rate measurement; zero to plan with what was measured last
   */
  public Planner(Agents agents, Observer observer, Duration window) {
    this.agents = agents;
    this.observer = observer;
    this.window = window;
  }

  /** {@return the policy so named} */
  public static EvacuationPolicy policy(String name) {
    if (!EvacuationPolicies.names().contains(name)) {
      throw new ControlException(
          "unknown policy '" + name + "'; use " + String.join(", ", EvacuationPolicies.names()));
    }
    return EvacuationPolicies.named(name);
  }

  /** Plans to empty {@code host}; {@code priority} overrides that of every VM on it. */
  public Planning evacuate(EvacuationPolicy policy, String host, Optional<Priority> priority) {
    agents.url(host);
    Observation first = observer.observe();
    answering(first, host);
    List<String> vms = first.cluster().vmsOn(host).stream().map(VmObservation::name).toList();
    boolean haste = priority.equals(Optional.of(Priority.HIGH));
    return plan(
        haste ? policy.inHaste() : policy,
        measured(first, vms),
        PlanRequest.evacuate(host, priority));
  }

  /** Plans to move one VM; the policy chooses the technique unless it is given. */
  public Planning migrate(
      EvacuationPolicy policy, String vm, String destination, Optional<Technique> technique) {
    agents.url(destination);
    Observation first = observer.observe();
    answering(first, destination);
    Cluster cluster = first.cluster();
    String source = cluster.vm(vm).orElseThrow(() -> unknown(first, vm)).host();
    if (source.equals(destination)) {
      throw new ControlException("vm " + vm + " already runs on " + destination);
    }
    Observation seen = measured(first, List.of(vm));
    if (seen.cluster().vm(vm).isEmpty()) {
      throw unknown(seen, vm);
    }
    return plan(policy, seen, PlanRequest.migrate(seen.cluster(), vm, destination, technique));
  }

  /**
   * Plans to move several VMs, each to a host of its own: each as if it were alone, and those that
   * the policy would run beside others at once, the rest one after the other.
   *
   * @param destinations by VM, in the order in which they go
   * @throws ControlException also when two VMs have the same destination: whether both fit there no
   *     plan of one tells
   */
  public Planning migrate(
      EvacuationPolicy policy,
      SequencedMap<String, String> destinations,
      Optional<Technique> technique) {
    if (Set.copyOf(destinations.values()).size() < destinations.size()) {
      throw new ControlException(
          "two VMs have the same destination; move them one after the other");
    }
    destinations.values().forEach(agents::url);
    Observation first = observer.observe();
    destinations.values().forEach(host -> answering(first, host));
    destinations.forEach((vm, host) -> elsewhere(first, vm, host));
    Observation seen = measured(first, List.copyOf(destinations.keySet()));
    List<PlanResult> results = new ArrayList<>();
    destinations.forEach((vm, host) -> {
      elsewhere(seen, vm, host);
      results.add(
          plan(policy, seen, PlanRequest.migrate(seen.cluster(), vm, host, technique)).result());
    });
    return new Planning(policy, seen, together(policy, results));
  }

  private static void elsewhere(Observation seen, String vm, String destination) {
    if (seen.cluster().vm(vm).orElseThrow(() -> unknown(seen, vm)).host().equals(destination)) {
      throw new ControlException("vm " + vm + " already runs on " + destination);
    }
  }

  /** {@return one plan of all, or every reason why there is none} */
  private static PlanResult together(EvacuationPolicy policy, List<PlanResult> results) {
    List<PlanResult.Reason> reasons = new ArrayList<>();
    List<PlannedMigration> all = new ArrayList<>();
    TreeSet<String> sources = new TreeSet<>();
    for (PlanResult result : results) {
      switch (result) {
        case PlanResult.Infeasible(var why) -> reasons.addAll(why);
        case PlanResult.Feasible(var plan) -> {
          sources.add(plan.host());
          all.addAll(plan.migrations());
        }
      }
    }
    return reasons.isEmpty()
        ? new PlanResult.Feasible(
            new EvacuationPlan(String.join(", ", sources), policy.name(), grouped(all)))
        : new PlanResult.Infeasible(reasons);
  }

  private static List<PlannedMigration> grouped(List<PlannedMigration> migrations) {
    List<PlannedMigration> grouped = new ArrayList<>();
    int last = migrations.stream().anyMatch(each -> each.strategy() == Strategy.PARALLEL) ? 1 : 0;
    for (PlannedMigration each : migrations) {
      grouped.add(each.inGroup(each.strategy() == Strategy.PARALLEL ? 1 : ++last));
    }
    return grouped;
  }

  private Planning plan(EvacuationPolicy policy, Observation seen, PlanRequest request) {
    PlanResult result = policy.plan(seen.cluster(), request);
    if (result instanceof PlanResult.Feasible(var plan)) {
      plan.migrations().forEach(m -> observer.remember(m.vm(), m.traffic()));
    }
    return new Planning(policy, seen, result);
  }

  private Observation measured(Observation first, List<String> vms) {
    return window.isZero() || vms.isEmpty() ? first : observer.observe(vms, window);
  }

  private void answering(Observation seen, String host) {
    String why = seen.unreachable().get(host);
    if (why != null) {
      throw new ControlException(
          "the agent of "
              + host
              + " at "
              + agents.url(host)
              + " does not answer ("
              + why
              + "); start it, then try again");
    }
  }

  private static ControlException unknown(Observation seen, String vm) {
    String known =
        seen.cluster().vms().stream().map(VmObservation::name).collect(Collectors.joining(", "));
    String silent =
        seen.unreachable().isEmpty()
            ? ""
            : "; no answer from " + String.join(", ", seen.unreachable().keySet());
    return new ControlException(
        "no vm '" + vm + "' runs here; there are " + (known.isEmpty() ? "none" : known) + silent);
  }
}
