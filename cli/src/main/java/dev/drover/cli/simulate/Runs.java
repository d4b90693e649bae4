package dev.drover.cli.simulate;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.run.LocalRunner;
import dev.drover.cli.run.Run;
import dev.drover.cli.run.Runner;
import dev.drover.cli.terminal.Screen;
import dev.drover.simulate.packet.TcpTrace;
import dev.drover.simulate.scenario.MigrationPlan;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.RunWatcher;
import dev.drover.simulate.scenario.Simulation;
import dev.drover.simulate.scenario.TrafficSpec;
import dev.drover.simulate.scenario.TrafficSpec.Load;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The runs of one command, with seeds one apart. */
final class Runs implements AutoCloseable {
  private final RunSpec first;
  private final int count;
  private final Runner runner;
  private final RunsProgress progress;
  private final @Nullable TraceFolder traces;

  Runs(RunSpec first, int count, @Nullable Path trace, Screen screen, PrintStream out) {
    this.first = first;
    this.count = count;
    traces = trace == null ? null : new TraceFolder(trace, traced(first));
    progress = new RunsProgress(out, screen, first, count, System::nanoTime);
    runner = new LocalRunner(Math.min(count, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * {@return the results, by seed}
   *
   * @throws InterruptedException when the user wants no more of it
   */
  List<RunResult> make() throws InterruptedException {
    List<Future<RunResult>> begun = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RunSpec spec = first.withSeed(first.seed() + i);
      begun.add(runner.begin(new Simulated(spec), new Watcher(i, spec.seed())));
    }
    List<RunResult> results = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        results.add(begun.get(i).get());
        progress.done(i);
      }
      return results;
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } finally {
      progress.close();
    }
  }

  private CommandFailure failure(Throwable cause) {
    String what =
        cause instanceof OutOfMemoryError
            ? "the runs need more memory than there is; give fewer or smaller guests"
            : "internal error: " + cause + "; run it again with --debug and report what it prints";
    return new CommandFailure(ExitCode.FAILED, what, cause);
  }

  /** {@return how many traces there are, now that all runs are done} */
  int keepTraces() throws IOException {
    return traces == null ? 0 : traces.keep();
  }

  @Override
  public void close() throws IOException {
    runner.close();
    if (traces != null) {
      traces.close();
    }
  }

  private static Set<String> traced(RunSpec spec) {
    Set<String> streams = new TreeSet<>();
    for (MigrationPlan plan : spec.migrations()) {
      streams.add(plan.vm());
    }
    for (TrafficSpec traffic : spec.traffic()) {
      if (traffic.load() instanceof Load.Bulk) {
        for (int i = 1; i <= traffic.sources().size(); i++) {
          streams.add(traffic.name() + "-" + i);
        }
      }
    }
    return streams;
  }

  private record Simulated(RunSpec spec) implements Run<RunResult> {
    @Override
    public RunResult make(RunWatcher watcher) {
      return Simulation.run(spec, watcher);
    }
  }

  private final class Watcher implements RunWatcher {
    private final int run;
    private final long seed;

    Watcher(int run, long seed) {
      this.run = run;
      this.seed = seed;
    }

    @Override
    public void progress(Duration simulated, int ended, double moved) {
      progress.show(run, simulated, ended, moved);
    }

    @Override
    public Optional<TcpTrace> trace(String stream) {
      return traces == null || !traces.wants(stream)
          ? Optional.empty()
          : Optional.of(traces.open(seed, stream));
    }
  }
}
