package dev.drover.cli.reproduce;

import dev.drover.cli.run.LocalRunner;
import dev.drover.cli.run.Run;
import dev.drover.cli.run.Runner;
import dev.drover.simulate.scenario.RunWatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The runs of figures, spread over cores. A run that several figures show is made once. Closing it
 * interrupts runs that have begun and waits for none.
 */
final class Sweep implements AutoCloseable {
  private record Seeded(Trial trial, long seed) implements Run<Outcome> {
    @Override
    public Outcome make(RunWatcher watcher) {
      return trial.run(seed);
    }
  }

  private final Runner runner;
  private final Map<Seeded, Future<Outcome>> runs = new LinkedHashMap<>();
  private final SweepProgress progress;

  Sweep(int cores, SweepProgress progress) {
    this.runner = new LocalRunner(cores);
    this.progress = progress;
  }

  /** Begins every trial with every seed, in this order as far as there are cores. */
  void begin(List<Trial> trials, int seeds) {
    for (Trial trial : trials) {
      for (long seed = 1; seed <= seeds; seed++) {
        runs.computeIfAbsent(new Seeded(trial, seed), this::submit);
      }
    }
  }

  private Future<Outcome> submit(Seeded run) {
    progress.more();
    return runner
        .begin(run, RunWatcher.NONE)
        .thenApply(outcome -> {
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
    Future<Outcome> run = runs.get(new Seeded(trial, seed));
    if (run == null) {
      throw new IllegalStateException("not begun: " + trial.label());
    }
    return run;
  }

  @Override
  public void close() {
    runner.close();
  }
}
