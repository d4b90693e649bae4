package dev.drover.cli.simulate;

import dev.drover.simulate.packet.TcpTrace;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.RunWatcher;
import dev.drover.simulate.scenario.Simulation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As many runs at a time as this machine has cores. */
final class LocalRunner implements Runner {
  private final ExecutorService cores;

  LocalRunner(int cores) {
    this.cores =
        Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().daemon().name("simulate-", 1).factory());
  }

  @Override
  public Future<RunResult> begin(RunSpec spec, RunWatcher watcher) {
    return cores.submit(() -> Simulation.run(spec, new Interruptible(watcher)));
  }

  @Override
  public void close() {
    cores.shutdownNow();
  }

  /** Ends a run whose thread was interrupted. */
  private record Interruptible(RunWatcher watcher) implements RunWatcher {
    @Override
    public void progress(Duration simulated, int ended, double moved) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException();
      }
      watcher.progress(simulated, ended, moved);
    }

    @Override
    public Optional<TcpTrace> trace(String stream) {
      return watcher.trace(stream);
    }
  }
}
