package dev.drover.agent.token;

import java.time.Duration;

/**
 * How long hosts wait for each other.
 *
 * @param pause between the arrival of the token and the decision; the paper passes it every few
 *     seconds up to several hours
 * @param watchEvery how often the host that has the token is asked whether it still has it
 * @param lostAfter for how long it may say nothing before the token counts as lost
 * @param silence for how long a host hears nothing of a token that has not ended before it asks all
 *     others for it: more than a round takes
 */
public record Patience(Duration pause, Duration watchEvery, Duration lostAfter, Duration silence) {
  public Patience {
    if (pause.isNegative()) {
      throw new IllegalArgumentException("pause must not be negative: " + pause);
    }
    if (!watchEvery.isPositive() || lostAfter.compareTo(watchEvery) < 0) {
      throw new IllegalArgumentException(
          "lostAfter must be at least watchEvery, which must be above zero");
    }
    if (silence.compareTo(lostAfter) < 0) {
      throw new IllegalArgumentException("silence must be at least lostAfter");
    }
  }
}
