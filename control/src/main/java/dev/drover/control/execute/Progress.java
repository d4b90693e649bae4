package dev.drover.control.execute;

import java.time.Duration;
import java.util.Optional;

/**
 * How far something is.
 *
 * @param fraction from 0 to 1; 1 only when it has ended
 * @param eta time left; empty while nothing can be said
 */
public record Progress(double fraction, Optional<Duration> eta) {
  public static final Progress NONE = new Progress(0, Optional.empty());
  public static final Progress ENDED = new Progress(1, Optional.of(Duration.ZERO));

  public Progress {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be from 0 to 1: " + fraction);
    }
  }
}
