package dev.drover.decide.evacuation;

import dev.drover.decide.link.LinkSettings;
import dev.drover.decide.prediction.ModelConstants;
import dev.drover.decide.reservation.ReservationSettings;
import dev.drover.decide.schedule.ContentionThresholds;
import dev.drover.decide.technique.CostWeights;
import dev.drover.decide.traffic.TrafficThresholds;

/** Everything that can be set in {@link TrafficAwarePolicy}, one part for each step. */
public record TrafficAwareSettings(
    TrafficThresholds traffic,
    LinkSettings links,
    ModelConstants model,
    CostWeights cost,
    ContentionThresholds contention,
    ReservationSettings reservation) {
  public static TrafficAwareSettings defaults() {
    return new TrafficAwareSettings(
        TrafficThresholds.defaults(),
        LinkSettings.defaults(),
        ModelConstants.defaults(),
        CostWeights.defaults(),
        ContentionThresholds.defaults(),
        ReservationSettings.defaults());
  }
}
