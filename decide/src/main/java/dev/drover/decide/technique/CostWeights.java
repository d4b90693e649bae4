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
   * service is gone. Split memory has a price because as long as the VM is whole at the source no
   * failure can lose it: pre-copy wins where post-copy would save no more than some tens of
   * milliseconds.
   */
  public static CostWeights defaults() {
    return new CostWeights(
        new Weights(1, 2, 0.25, 0.2, 0.02),
        new Weights(0.5, 4, 1, 0.3, 0.05),
        new Weights(0.1, 4, 4, 0.5, 0.1));
  }

  /**
   * Prices of one outcome.
   *
   * @param time of a second of total migration time
   * @param downtime of a second of downtime
   * @param loss of as much lost workload as the path carries in a second
   * @param splitting of dividing the VM's memory between both hosts at all
   * @param split of each second in which it is divided
   */
  public record Weights(double time, double downtime, double loss, double splitting, double split) {
    public Weights {
      if (!(time >= 0 && downtime >= 0 && loss >= 0 && splitting >= 0 && split >= 0)) {
        throw new IllegalArgumentException(
            "weights must not be negative: time %s, downtime %s, loss %s, splitting %s, split %s"
                .formatted(time, downtime, loss, splitting, split));
      }
    }
  }
}
