package dev.drover.simulate.migration;

import dev.drover.decide.rounds.PreCopyAlgorithm;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.RoundLimit;
import dev.drover.decide.rounds.StopCondition;
import dev.drover.model.Technique;

/** How a guest's memory crosses. */
public sealed interface MigrationTechnique {
  /** The VM stands while all of its memory crosses: a cold migration. */
  record StopAndCopy() implements MigrationTechnique {
    @Override
    public String toString() {
      return "stop-and-copy";
    }
  }

  /**
   * Rounds while the VM runs, then the stop-and-copy.
   *
   * @param algorithm which pages a round sends, and at what rate
   * @param stop when the rounds end
   * @param coupling when a round counts as sent
   */
  record PreCopy(PreCopyAlgorithm algorithm, StopCondition stop, RoundCoupling coupling)
      implements MigrationTechnique {
    @Override
    public String toString() {
      return "pre-copy";
    }
  }

  /** The VM runs at the destination first and its memory follows. */
  record PostCopy() implements MigrationTechnique {
    @Override
    public String toString() {
      return "post-copy";
    }
  }

  /**
   * Rounds while the VM runs at the source, then post-copy of the pages that are dirty.
   *
   * @param switchOver when the rounds end: {@link RoundLimit} for a number of rounds
   */
  record Hybrid(PreCopyAlgorithm algorithm, StopCondition switchOver, RoundCoupling coupling)
      implements MigrationTechnique {
    @Override
    public String toString() {
      return "hybrid";
    }
  }

  /** {@return {@code technique} so parameterised; a hybrid switches over after one round} */
  static MigrationTechnique of(
      Technique technique, PreCopyAlgorithm algorithm, StopCondition stop, RoundCoupling coupling) {
    return switch (technique) {
      case PRE_COPY -> new PreCopy(algorithm, stop, coupling);
      case POST_COPY -> new PostCopy();
      case HYBRID -> new Hybrid(algorithm, new RoundLimit(1), coupling);
    };
  }
}
