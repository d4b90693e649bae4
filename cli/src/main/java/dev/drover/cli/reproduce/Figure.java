package dev.drover.cli.reproduce;

import java.util.List;

/** A figure or table of a paper, or a question that a paper leaves open, and how it is made. */
public interface Figure {
  FigureId id();

  /** {@return what it shows, as a heading} */
  String title();

  /** {@return where the paper has it; what the question is when the paper has none} */
  String place();

  /**
   * {@return what has to be run, each trial once for each seed or repetition; none when deciders
   * alone answer}
   */
  List<Trial> trials(Effort effort);

  /** {@return how often a measured trial is done unless the operator says} */
  default int usualRepetitions() {
    return Effort.REPETITIONS;
  }

  /** {@return what came of it}; {@code outcomes} has every trial that was asked for */
  Finding evaluate(Effort effort, Outcomes outcomes);
}
