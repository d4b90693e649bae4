package dev.drover.decide.communication;

import java.time.Duration;

/**
 * What keeps VMs from going to and fro (S-CORE, section IV-B).
 *
 * @param window over which traffic is averaged: bursts shorter than that move nobody; above zero
 * @param minimumStay how long a VM stays where it came to; zero for no such limit
 */
public record Damping(Duration window, Duration minimumStay) {
  public Damping {
    if (!window.isPositive()) {
      throw new IllegalArgumentException("window must be above zero: " + window);
    }
    if (minimumStay.isNegative()) {
      throw new IllegalArgumentException("minimumStay must not be negative: " + minimumStay);
    }
  }

  /** {@return how long it takes until the traffic of a VM that came {@code ago} is known} */
  public Duration unknownFor(Duration ago) {
    Duration left = window.minus(ago);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** {@return whether a VM that came {@code ago} may go again} */
  public boolean mayLeave(Duration ago) {
    return ago.compareTo(minimumStay) >= 0;
  }
}
