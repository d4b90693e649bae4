package dev.drover.decide.schedule;

import dev.drover.model.Priority;
import dev.drover.model.Strategy;

/**
 * Step 3, "Determine migration strategy for each VM (serial, parallel)" (traffic-aware paper,
 * Proposed Algorithm): high priority parallel; low priority parallel under low contention, serial
 * under moderate or high.
 *
 * <p>The paper does not say what holds for medium priority. Here it is as for low: parallel only
 * where contention is low. A link that is full carries no more for being shared by several
 * migrations, so a gang saves no more than the gaps between serial ones, while every pre-copy round
 * and every wait for pages gets longer by as many times as there are VMs. What medium has before
 * low is the reservation.
 */
public final class StrategySelector {
  private StrategySelector() {}

  public static Strategy select(Priority priority, Contention contention) {
    return switch (priority) {
      case HIGH -> Strategy.PARALLEL;
      case MEDIUM, LOW -> contention == Contention.LOW ? Strategy.PARALLEL : Strategy.SERIAL;
    };
  }
}
