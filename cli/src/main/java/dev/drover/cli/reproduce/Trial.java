package dev.drover.cli.reproduce;

/**
 * One point of a figure. A record, so that figures which show the same trial share its runs.
 *
 * <p>Two kinds can be run: a {@link SeededTrial} is computed, a {@link MeasuredTrial} is done.
 */
public interface Trial {
  /** {@return a name for progress and for messages, such as {@code 512MiB 5000 pages/s E-N}} */
  String label();
}
