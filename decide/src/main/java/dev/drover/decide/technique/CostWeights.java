package dev.drover.decide.technique;

/**
 * What a predicted outcome costs, in seconds of total migration time.
 *
 * @param high weights under high priority; likewise {@code medium} and {@code low}
 */
public record CostWeights(Weights high, Weights medium, Weights low) {
  /**
   * {@return the weights that Drover uses}
   *
   * <p>High priority is urgency ("breakdown: as fast as possible"): time rules, loss is accepted.
   * Low is the opposite ("routine maintenance: not as urgent, but less service disruption
   * expected"). A second of downtime is dearer than one of migration in every case, since the
   * service is gone. The small price of memory being split makes pre-copy win where nothing else
   * speaks for post-copy: as long as the VM is whole at the source, no failure can lose it.
   */
  public static CostWeights defaults() {
    return new CostWeights(
        new Weights(1, 2, 0.25, 0.02), new Weights(0.5, 4, 1, 0.05), new Weights(0.1, 4, 4, 0.1));
  }

  /**
   * Prices of one outcome.
   *
   * @param time of a second of total migration time
   * @param downtime of a second of downtime
   * @param loss of as much lost workload as the path carries in a second
   * @param split of a second in which the VM's memory is divided between both hosts
   */
  public record Weights(double time, double downtime, double loss, double split) {
    public Weights {
      if (!(time >= 0 && downtime >= 0 && loss >= 0 && split >= 0)) {
        throw new IllegalArgumentException(
            "weights must not be negative: time %s, downtime %s, loss %s, split %s"
                .formatted(time, downtime, loss, split));
      }
    }
  }
}
