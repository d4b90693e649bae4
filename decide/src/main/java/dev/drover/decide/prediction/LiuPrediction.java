package dev.drover.decide.prediction;

import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;

/**
 * What {@link LiuModel} expects.
 *
 * @param volumes V_0 … V_n, what each round sends; the last is the stop-and-copy, so there are n
 *     live rounds
 * @param totalTime T_mig, all rounds, the resume not included
 * @param downtime V_n ÷ R + T_resume
 * @param traffic V_mig, guest memory sent in all rounds
 * @param joules E, both hosts together
 * @param lambda D ÷ R
 */
public record LiuPrediction(
    List<Bytes> volumes,
    Duration totalTime,
    Duration downtime,
    Bytes traffic,
    double joules,
    double lambda,
    Convergence convergence) {
  public LiuPrediction {
    volumes = List.copyOf(volumes);
    if (volumes.isEmpty()) {
      throw new IllegalArgumentException("volumes must hold the stop-and-copy at least");
    }
  }

  /** {@return n, the rounds sent while the VM runs} */
  public int liveRounds() {
    return volumes.size() - 1;
  }

  /** Whether the rounds came down to the threshold. */
  public sealed interface Convergence {
    /** They did. */
    record Converges() implements Convergence {}

    /** A limit of rounds or traffic ended them; the figures are those of that end. */
    record DoesNotConverge(String reason) implements Convergence {}
  }
}
