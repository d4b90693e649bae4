package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.lab.Spreads;
import dev.drover.cli.reproduce.scorelab.Matrix.Placed;
import java.util.function.ToDoubleFunction;

/** What a policy came to in all repetitions, and what follows from it, repetition by repetition. */
record PolicyResults(PolicyTrial trial, Outcomes outcomes) {
  String policy() {
    return trial.policy();
  }

  Estimate of(ToDoubleFunction<Outcome> value) {
    return Estimate.of(
        outcomes.of(trial).stream().map(outcome -> value.applyAsDouble(outcome)).toList());
  }

  Estimate of(String measure) {
    return outcomes.estimate(trial, measure);
  }

  /** {@return the measure divided by {@code unit}, as text} */
  String text(String measure, double unit, int decimals) {
    return Spreads.text(of(outcome -> outcome.measure(measure) / unit), decimals);
  }

  /** {@return the cost after ÷ the optimum} */
  Estimate ratio(Matrix matrix) {
    return ratio(matrix, Placed.END);
  }

  /** {@return the cost of an allocation ÷ the optimum} */
  Estimate ratio(Matrix matrix, Placed placed) {
    return of(outcome ->
        outcome.measure(matrix.cost(placed)) / outcome.measure(matrix.cost(Placed.OPTIMUM)));
  }

  /** {@return which part of the reduction that was possible was reached, in per cent} */
  Estimate reduction(Matrix matrix) {
    return of(outcome -> {
      double start = outcome.measure(matrix.cost(Placed.START));
      return 100
          * (start - outcome.measure(matrix.cost(Placed.END)))
          / (start - outcome.measure(matrix.cost(Placed.OPTIMUM)));
    });
  }

  /** {@return by how much the cost fell, in per cent of what it was} */
  Estimate fall(Matrix matrix) {
    return fall(matrix.cost(Placed.START), matrix.cost(Placed.END));
  }

  /** {@return by how much one measure is below another, in per cent} */
  Estimate fall(String before, String after) {
    return of(outcome -> 100 * (1 - outcome.measure(after) / outcome.measure(before)));
  }
}
