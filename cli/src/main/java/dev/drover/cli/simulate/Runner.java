package dev.drover.cli.simulate;

import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.RunWatcher;
import java.util.concurrent.Future;

/** Makes runs: on this machine's cores, or wherever else a pure function can be sent. */
interface Runner extends AutoCloseable {
  /**
   * Begins a run, or lets it wait for a free place.
   *
   * @param watcher looks on if the run is made here; may be left out elsewhere
   */
  Future<RunResult> begin(RunSpec spec, RunWatcher watcher);

  /** Gives up what is not done. */
  @Override
  void close();
}
