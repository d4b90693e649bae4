package dev.drover.xia.name;

import java.time.Duration;

/**
 * How long a client waits for an answer: {@code first} after the first request, and twice as long
 * after each that follows.
 *
 * @param requests how many it sends before it gives up
 */
public record Patience(Duration first, int requests) {
  /** 0.2, 0.4, 0.8, 1.6 and 3.2 s: 6.2 s in all. */
  public static final Patience USUAL = new Patience(Duration.ofMillis(200), 5);

  public Patience {
    if (!first.isPositive()) {
      throw new IllegalArgumentException("first must be above 0, not " + first);
    }
    if (requests < 1 || requests > 20) {
      throw new IllegalArgumentException("requests must be 1 to 20, not " + requests);
    }
  }
}
