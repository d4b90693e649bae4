package dev.drover.cli.run;

import dev.drover.simulate.scenario.RunWatcher;

/** A pure function of what it holds; a record, so that it can be sent elsewhere. */
public interface Run<T> {
  /**
   * {@return what comes of it; the same at each call, bit for bit}
   *
   * @param watcher looks on while it is simulated; runs that have nothing to show do not call it
   */
  T make(RunWatcher watcher);
}
