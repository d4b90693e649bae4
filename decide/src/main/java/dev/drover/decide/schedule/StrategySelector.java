package dev.drover.decide.schedule;

import dev.drover.model.Priority;
import dev.drover.model.Strategy;

/**
 * Step 3, "Determine migration strategy for each VM (serial, parallel)" (traffic-aware paper,
 * Proposed Algorithm): high priority parallel; low priority parallel under low contention, serial
 * under moderate or high.
 *
 * <p>The paper does not say what holds for medium priority. Here it is parallel unless contention
 * is high. Under a medium-priority reservation the workload keeps what it uses, however many
 * migrations divide the rest, so at moderate contention a gang costs the tenants nothing and saves
 * the gaps between serial migrations. At high contention the rest is small: divided, every pre-copy
 * round and every post-copy VM's wait for pages gets longer by as many times as there are VMs,
 * while in series each VM has all of it.
 */
public final class StrategySelector {
  private StrategySelector() {}

  public static Strategy select(Priority priority, Contention contention) {
    return switch (priority) {
      case HIGH -> Strategy.PARALLEL;
      case MEDIUM -> contention == Contention.HIGH ? Strategy.SERIAL : Strategy.PARALLEL;
      case LOW -> contention == Contention.LOW ? Strategy.PARALLEL : Strategy.SERIAL;
    };
  }
}
