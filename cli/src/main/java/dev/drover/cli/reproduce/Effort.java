package dev.drover.cli.reproduce;

/**
 * How much is spent on a figure.
 *
 * @param seeds how many independent runs each trial gets, from 1
 * @param quick whether the figure may leave out its dearest points
 */
public record Effort(int seeds, boolean quick) {
  public Effort {
    if (seeds < 1 || seeds > 1000) {
      throw new IllegalArgumentException("seeds must be from 1 to 1000: " + seeds);
    }
  }
}
