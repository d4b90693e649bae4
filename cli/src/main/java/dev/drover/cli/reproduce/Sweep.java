package dev.drover.cli.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Spreads runs over all cores. A run that several figures show is made once. Closing it interrupts
 * runs that have begun and waits for none.
 */
final class Sweep implements AutoCloseable {
  private record Run(Trial trial, long seed) {}

  private final ExecutorService cores;
  private final Map<Run, Future<Outcome>> runs = new LinkedHashMap<>();
  private final SweepProgress progress;

  Sweep(int cores, SweepProgress progress) {
    this.cores =
        Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().daemon().name("reproduce-", 1).factory());
    this.progress = progress;
  }

  /** Begins every trial with every seed, in this order as far as there are cores. */
  void begin(List<Trial> trials, int seeds) {
    for (Trial trial : trials) {
      for (long seed = 1; seed <= seeds; seed++) {
        runs.computeIfAbsent(new Run(trial, seed), this::submit);
      }
    }
  }

  private Future<Outcome> submit(Run run) {
    progress.more();
    return cores.submit(() -> {
      Outcome outcome = run.trial().run(run.seed());
      progress.done(run.trial().label());
      return outcome;
    });
  }

  /**
   * {@return the outcomes of trials that were begun, once they are there}
   *
   * @throws ExecutionException when one of them failed
   */
  Outcomes outcomes(List<Trial> trials, int seeds) throws InterruptedException, ExecutionException {
    Map<Trial, List<Outcome>> all = new LinkedHashMap<>();
    for (Trial trial : trials) {
      List<Outcome> outcomes = new ArrayList<>();
      for (long seed = 1; seed <= seeds; seed++) {
        outcomes.add(begun(trial, seed).get());
      }
      all.put(trial, outcomes);
    }
    return new Outcomes(all);
  }

  private Future<Outcome> begun(Trial trial, long seed) {
    Future<Outcome> run = runs.get(new Run(trial, seed));
    if (run == null) {
      throw new IllegalStateException("not begun: " + trial.label());
    }
    return run;
  }

  @Override
  public void close() {
    cores.shutdownNow();
  }
}
