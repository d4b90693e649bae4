package dev.drover.decide.bandwidth;

import dev.drover.model.unit.BitRate;

/**
 * Decides how fast a round of pre-copy may send. Asked before every round, the first and the
 * stop-and-copy included. Holds no state.
 */
public interface RoundBandwidth {
  /** {@return the name by which {@link RoundBandwidths#named} finds it} */
  String name();

  /** {@return what it does, in one line} */
  String description();

  /**
   * {@return the most that the round may send, on the wire; never zero. At the link's capacity it
   * is no limit: the sender need not be paced}
   */
  BitRate rate(RoundObservation round);
}
