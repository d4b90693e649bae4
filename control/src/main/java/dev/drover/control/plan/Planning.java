package dev.drover.control.plan;

import dev.drover.control.observe.Observation;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.model.PlanResult;

/**
 * A plan and what it was made from.
 *
 * @param observation what was seen; hosts that did not answer are no destinations
 */
public record Planning(EvacuationPolicy policy, Observation observation, PlanResult result) {}
