package dev.drover.decide.technique;

import dev.drover.decide.prediction.Forecast;
import dev.drover.decide.prediction.MigrationCase;
import dev.drover.decide.prediction.MigrationModel;
import dev.drover.decide.technique.CostWeights.Weights;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Picks a technique by predicted outcome, for the VMs that the paper says "will be considered
 * separately" and whatever else its table leaves out.
 *
 * <p>The cost is weighted seconds of total time, of downtime (waiting for pages included, for to
 * its clients the VM is down then), of split memory, and of lost workload; the last is bytes ÷ the
 * path's capacity, so that it does not depend on the size of the link.
 */
public final class TechniquePredictor {
  private final MigrationModel model;
  private final CostWeights weights;

  public TechniquePredictor(MigrationModel model, CostWeights weights) {
    this.model = model;
    this.weights = weights;
  }

  /** {@return every technique with its predicted outcome, cheapest first} */
  public List<Candidate> rank(MigrationCase migration) {
    return Stream.of(Technique.values())
        .map(technique -> candidate(migration, technique))
        .sorted(Comparator.comparingDouble(Candidate::cost).thenComparing(Candidate::technique))
        .toList();
  }

  private Candidate candidate(MigrationCase migration, Technique technique) {
    Forecast forecast = model.forecast(migration, technique);
    Weights price = weights(migration.priority());
    double cost =
        price.time() * seconds(forecast.totalTime())
            + price.downtime() * seconds(forecast.downtime())
            + price.loss() * lostSeconds(forecast.workloadLoss(), migration)
            + price.downtime() * seconds(forecast.waiting())
            + (forecast.split().isZero() ? 0 : price.splitting())
            + price.split() * seconds(forecast.split());
    return new Candidate(technique, forecast, cost);
  }

  private Weights weights(Priority priority) {
    return switch (priority) {
      case HIGH -> weights.high();
      case MEDIUM -> weights.medium();
      case LOW -> weights.low();
    };
  }

  private static double lostSeconds(Bytes loss, MigrationCase migration) {
    return loss.count() * 8.0 / migration.pathCapacity().bitsPerSecond();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /**
   * A technique and what it would come to.
   *
   * @param cost in weighted seconds; the cheapest is chosen
   */
  public record Candidate(Technique technique, Forecast forecast, double cost) {}
}
