package dev.drover.cli.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcomes of a figure's trials, one for each seed, from seed 1. */
public final class Outcomes {
  private final Map<Trial, List<Outcome>> all;

  public Outcomes(Map<Trial, List<Outcome>> all) {
    Map<Trial, List<Outcome>> copy = new LinkedHashMap<>();
    all.forEach((trial, outcomes) -> copy.put(trial, List.copyOf(outcomes)));
    this.all = copy;
  }

  /** {@return the trials, as the figure named them} */
  public List<Trial> trials() {
    return List.copyOf(all.keySet());
  }

  /** {@return what {@code trial} came to, by seed} */
  public List<Outcome> of(Trial trial) {
    List<Outcome> outcomes = all.get(trial);
    if (outcomes == null) {
      throw new IllegalArgumentException("not run: " + trial.label());
    }
    return outcomes;
  }

  /** {@return why runs failed that the figure shows as such, a line each} */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    all.forEach((trial, outcomes) ->
        outcomes.forEach(outcome ->
            outcome.failure().ifPresent(cause -> failures.add(trial.label() + ": " + cause))));
    return failures;
  }

  /** {@return the measure of {@code trial}, by seed} */
  public List<Double> values(Trial trial, String measure) {
    return of(trial).stream().map(outcome -> outcome.measure(measure)).toList();
  }

  /** {@return the estimate of a measure} */
  public Estimate estimate(Trial trial, String measure) {
    return Estimate.of(values(trial, measure));
  }

  /**
   * {@return the estimate of how much less {@code trial} has than {@code baseline}: differences are
   * taken seed by seed, for both meet the same chance there}
   */
  public Estimate saved(Trial baseline, Trial trial, String measure) {
    List<Double> before = values(baseline, measure);
    List<Double> after = values(trial, measure);
    List<Double> saved = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      saved.add(before.get(i) - after.get(i));
    }
    return Estimate.of(saved);
  }

  /** {@return the same as a part of the baseline, in per cent} */
  public Estimate savedPercent(Trial baseline, Trial trial, String measure) {
    List<Double> before = values(baseline, measure);
    List<Double> after = values(trial, measure);
    List<Double> saved = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      saved.add(100 * (before.get(i) - after.get(i)) / before.get(i));
    }
    return Estimate.of(saved);
  }
}
