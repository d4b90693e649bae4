package dev.drover.simulate.migration;

import java.time.Duration;

/** How a limit to a migration's rate is kept. */
public sealed interface Pacing {
  /** Evenly, as a shaper does. */
  record Smooth() implements Pacing {}

  /**
   * A quota for each slice of time, sent as fast as the path allows at its beginning: QEMU's {@code
   * max-bandwidth}, with slices of 100 ms. On the wire this is a burst and then silence.
   */
  record Slices(Duration length) implements Pacing {
    /** QEMU's. */
    public static final Slices QEMU = new Slices(Duration.ofMillis(100));

    public Slices {
      if (!length.isPositive()) {
        throw new IllegalArgumentException("a slice must take time: " + length);
      }
    }
  }
}
