package dev.drover.cli.reproduce;

/** A point that a pure function from a seed gives: once for each seed, beside any others. */
public interface SeededTrial extends Trial {
  /** {@return what comes of it under {@code seed}; the same at each call, bit for bit} */
  Outcome run(long seed);
}
