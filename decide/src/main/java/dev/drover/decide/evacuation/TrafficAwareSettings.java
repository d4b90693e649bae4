package dev.drover.decide.evacuation;

import dev.drover.decide.link.LinkSettings;
import dev.drover.decide.prediction.ModelConstants;
import dev.drover.decide.reservation.ReservationSettings;
import dev.drover.decide.schedule.ContentionThresholds;
import dev.drover.decide.technique.CostWeights;
import dev.drover.decide.technique.SlaGuard;
import dev.drover.decide.traffic.TrafficThresholds;
import java.util.Optional;

/**
 * Everything that can be set in {@link TrafficAwarePolicy}, one part for each step.
 *
 * @param guard overrules the paper's table of techniques where it would break an SLA; absent in the
 *     paper
 * @param besideFrom a VM migrates beside another, to another destination, when that leaves it at
 *     least this part of what it would have alone: near 1 no migration is slowed by another, less
 *     leaves less of the source's NIC idle, and all of them together end sooner
 */
public record TrafficAwareSettings(
    TrafficThresholds traffic,
    LinkSettings links,
    ModelConstants model,
    CostWeights cost,
    Optional<SlaGuard> guard,
    ContentionThresholds contention,
    ReservationSettings reservation,
    double besideFrom) {
  public static TrafficAwareSettings defaults() {
    return new TrafficAwareSettings(
        TrafficThresholds.defaults(),
        LinkSettings.defaults(),
        ModelConstants.defaults(),
        CostWeights.defaults(),
        Optional.of(SlaGuard.defaults()),
        ContentionThresholds.defaults(),
        ReservationSettings.defaults(),
        0.9);
  }

  /**
   * {@return the same with the paper followed to the letter in its table of techniques and in what
   * it gives urgent migrations}
   */
  public TrafficAwareSettings toTheLetter() {
    return new TrafficAwareSettings(
        traffic,
        links,
        model,
        cost,
        Optional.empty(),
        contention,
        reservation.insatiable(),
        besideFrom);
  }

  /**
   * {@return the same, and urgent migrations get all but the lower limits and leave nothing idle
   * that is worth a migration}
   */
  public TrafficAwareSettings inHaste() {
    return new TrafficAwareSettings(
        traffic, links, model, cost, guard, contention, reservation.insatiable(), 0.2);
  }
}
