package dev.drover.decide.communication;

import dev.drover.model.PlannedMigration.Prediction;
import java.time.Duration;

/** What a migration costs: c_m of S-CORE's eq. 2, in the units of {@link CommunicationCost}. */
public interface MigrationPrice {
  /** {@return c_m of moving {@code vm} to {@code server}, not negative} */
  double of(int vm, int server);

  /** {@return the same for every migration; the paper's evaluation has 0} */
  static MigrationPrice constant(double price) {
    if (!(price >= 0)) {
      throw new IllegalArgumentException("a migration cannot cost " + price);
    }
    return (_, _) -> price;
  }

  /**
   * The cost of what a migration is expected to do to the network, spread over the time for which
   * the new place is expected to be good: its bytes cross the links between both servers, as
   * workload traffic does; what tenants lose by contention, downtime and page faults is priced as
   * if each of these bytes crossed the uppermost layer. Twice, as eq. 1 counts all traffic.
   *
   * <p>Sanity: 127 MB (the paper's mean) to another rack, nothing lost, good for 10 min: 2 · 127 ·
   * 10⁶ · (e⁰ + e¹) / 600 ≈ 1.6 · 10⁶, what a flow of 0.2 MB/s between racks costs.
   *
   * @param level between source and destination, at least 1
   * @param levels of the network
   * @param horizon for how long the new place is expected to be good
   */
  static double predicted(
      Prediction expected, int level, int levels, LevelWeights weights, Duration horizon) {
    if (!horizon.isPositive()) {
      throw new IllegalArgumentException("a new place must be good for some time: " + horizon);
    }
    double moved = expected.traffic().count() * weights.sum(level);
    double lost = expected.workloadLoss().count() * weights.sum(levels);
    return 2 * (moved + lost) / (horizon.toNanos() / 1e9);
  }
}
