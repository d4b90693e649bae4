package dev.drover.cli.reproduce;

import dev.drover.cli.run.LocalRunner;
import dev.drover.cli.run.Run;
import dev.drover.cli.run.Runner;
import dev.drover.simulate.scenario.RunWatcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The runs of figures, spread over cores; what is measured comes afterwards, one by one. A run that
 * several figures show is made once. Closing it interrupts runs that have begun and waits for none.
 */
final class Sweep implements AutoCloseable {
  private record Seeded(SeededTrial trial, long seed) implements Run<Outcome> {
    @Override
    public Outcome make(RunWatcher watcher) {
      return trial.run(seed);
    }
  }

  /** Does a measured trial once. */
  @FunctionalInterface
  interface Measurer {
    Outcome measure(MeasuredTrial trial, int repetition) throws IOException, InterruptedException;
  }

  private final Runner runner;
  private final Map<Seeded, Future<Outcome>> runs = new LinkedHashMap<>();
  private final Map<MeasuredTrial, List<Outcome>> measured = new LinkedHashMap<>();
  private final SweepProgress progress;
  private final Measurer measurer;

  Sweep(int cores, SweepProgress progress, Measurer measurer) {
    this.runner = new LocalRunner(cores);
    this.progress = progress;
    this.measurer = measurer;
  }

  /**
   * Begins every seeded trial with every seed, in this order as far as there are cores. What is
   * measured has to wait until somebody asks for it.
   */
  void begin(List<Trial> trials, Effort effort) {
    for (Trial trial : trials) {
      if (trial instanceof SeededTrial seeded) {
        for (long seed = 1; seed <= effort.seeds(); seed++) {
          runs.computeIfAbsent(new Seeded(seeded, seed), this::submit);
        }
      } else if (trial instanceof MeasuredTrial each && !measured.containsKey(each)) {
        measured.put(each, new ArrayList<>());
        for (int i = 0; i < effort.repetitions(); i++) {
          progress.more();
        }
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
  Outcomes outcomes(List<Trial> trials, Effort effort)
      throws InterruptedException, ExecutionException {
    if (trials.stream().anyMatch(MeasuredTrial.class::isInstance)) {
      settle();
      measure(trials, effort);
    }
    Map<Trial, List<Outcome>> all = new LinkedHashMap<>();
    for (Trial trial : trials) {
      all.put(trial, outcomes(trial, effort));
    }
    return new Outcomes(all);
  }

  private List<Outcome> outcomes(Trial trial, Effort effort)
      throws InterruptedException, ExecutionException {
    List<Outcome> outcomes = new ArrayList<>();
    if (trial instanceof SeededTrial seeded) {
      for (long seed = 1; seed <= effort.seeds(); seed++) {
        outcomes.add(begun(seeded, seed).get());
      }
    } else if (trial instanceof MeasuredTrial each) {
      outcomes.addAll(done(each));
    }
    return outcomes;
  }

  /** Waits until nothing is computed any more. */
  private void settle() throws InterruptedException {
    for (Future<Outcome> run : runs.values()) {
      try {
        run.get();
      } catch (ExecutionException _) {
        // The figure that it belongs to says so.
      }
    }
  }

  /**
   * By turns, so that a machine that changes with time changes for all trials alike; every
   * repetition begins with another one.
   */
  private void measure(List<Trial> trials, Effort effort)
      throws InterruptedException, ExecutionException {
    List<Trial> order = new ArrayList<>(trials);
    order.removeIf(trial -> !(trial instanceof MeasuredTrial));
    for (int i = 0; i < effort.repetitions(); i++, Collections.rotate(order, -1)) {
      for (Trial trial : order) {
        if (trial instanceof MeasuredTrial each && done(each).size() <= i) {
          try {
            done(each).add(measurer.measure(each, i));
          } catch (IOException | RuntimeException e) {
            throw new ExecutionException(e);
          }
          progress.done(each.label());
        }
      }
    }
  }

  private List<Outcome> done(MeasuredTrial trial) {
    List<Outcome> outcomes = measured.get(trial);
    if (outcomes == null) {
      throw new IllegalStateException("not begun: " + trial.label());
    }
    return outcomes;
  }

  private Future<Outcome> begun(SeededTrial trial, long seed) {
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
