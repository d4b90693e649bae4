package dev.drover.cli.reproduce;

/**
 * One point of a figure: a pure function from a seed to what is measured. A record, so that figures
 * which show the same trial share its runs.
 */
public interface Trial {
  /** {@return a name for progress and for messages, such as {@code 512MiB 5000 pages/s E-N}} */
  String label();

  /** {@return what is measured under {@code seed}; the same at each call, bit for bit} */
  Outcome run(long seed);
}
