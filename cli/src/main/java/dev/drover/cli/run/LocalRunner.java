package dev.drover.cli.run;

import dev.drover.simulate.packet.TcpTrace;
import dev.drover.simulate.scenario.DeliveryTrace;
import dev.drover.simulate.scenario.RunWatcher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** So many runs at a time on this machine, in the order in which they were begun. */
public final class LocalRunner implements Runner {
  private final ExecutorService cores;

  public LocalRunner(int cores) {
    this.cores =
        Executors.newFixedThreadPool(cores, Thread.ofPlatform().daemon().name("run-", 1).factory());
  }

  @Override
  public <T> CompletableFuture<T> begin(Run<T> run, RunWatcher watcher) {
    return CompletableFuture.supplyAsync(() -> run.make(new Interruptible(watcher)), cores);
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

    @Override
    public Optional<DeliveryTrace> deliveries(String stream) {
      return watcher.deliveries(stream);
    }
  }
}
