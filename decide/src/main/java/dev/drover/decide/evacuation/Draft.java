package dev.drover.decide.evacuation;

import dev.drover.decide.placement.Placement.Destination;
import dev.drover.model.Priority;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.VmObservation;

/**
 * A migration that is decided but for its group.
 *
 * @param techniqueWhy what spoke for the technique
 * @param strategyWhy what spoke for the strategy
 */
record Draft(
    VmObservation vm,
    Priority priority,
    Destination destination,
    Technique technique,
    String techniqueWhy,
    Strategy strategy,
    String strategyWhy) {
  String why() {
    return "%s; %s: %s; %s".formatted(techniqueWhy, strategy, strategyWhy, destination.why());
  }
}
