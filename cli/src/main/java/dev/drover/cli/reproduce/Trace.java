package dev.drover.cli.reproduce;

import java.util.List;

/** How a quantity went over time. */
public record Trace(String name, List<Sample> samples) {
  public Trace {
    samples = List.copyOf(samples);
  }

  /** A moment, in seconds, and the value from then on. */
  public record Sample(double seconds, double value) {}
}
