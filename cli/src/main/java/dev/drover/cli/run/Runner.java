package dev.drover.cli.run;

import dev.drover.simulate.scenario.RunWatcher;
import java.util.concurrent.CompletableFuture;

/** Makes runs: on this machine's cores, or wherever else a pure function can be sent. */
public interface Runner extends AutoCloseable {
  /**
   * Begins a run, or lets it wait for a free place.
   *
   * @param watcher looks on if the run is made here; may be left out elsewhere
   */
  <T> CompletableFuture<T> begin(Run<T> run, RunWatcher watcher);

  /** Gives up what is not done, and waits for nothing. */
  @Override
  void close();
}
