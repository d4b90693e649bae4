package dev.drover.cli.reproduce;

/**
 * How much is spent on a figure.
 *
 * @param seeds how many independent runs each seeded trial gets, from 1
 * @param repetitions how often each measured trial is done, from 1
 * @param quick whether the figure may leave out its dearest points
 */
public record Effort(int seeds, int repetitions, boolean quick) {
  /** As often as fits 20 minutes for all that is measured. */
  static final int REPETITIONS = 3;

  public Effort {
    if (seeds < 1 || seeds > 1000) {
      throw new IllegalArgumentException("seeds must be from 1 to 1000: " + seeds);
    }
    if (repetitions < 1 || repetitions > 100) {
      throw new IllegalArgumentException("repetitions must be from 1 to 100: " + repetitions);
    }
  }

  public Effort(int seeds, boolean quick) {
    this(seeds, quick ? 1 : REPETITIONS, quick);
  }

  public Effort withRepetitions(int repetitions) {
    return new Effort(seeds, repetitions, quick);
  }
}
