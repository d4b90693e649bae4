package dev.drover.model;

import java.util.List;

/** What planning an evacuation comes to. */
public sealed interface PlanResult {
  /** Every VM of the host has a place to go. */
  record Feasible(EvacuationPlan plan) implements PlanResult {}

  /**
   * The host cannot be emptied as asked; each reason names the VM and says what stands in the way.
   */
  record Infeasible(List<Reason> reasons) implements PlanResult {
    public Infeasible {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("an infeasible plan needs a reason");
      }
    }
  }

  /** Why {@code vm} cannot leave. */
  record Reason(String vm, String text) {}
}
