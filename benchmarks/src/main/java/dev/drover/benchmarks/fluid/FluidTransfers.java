package dev.drover.benchmarks.fluid;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Transfers of {@link FatTreeLoad}; an operation is one transfer, from its opening to its end. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FluidTransfers {
  private static final int TRANSFERS = 1_000;

  @Param({"100", "1000", "5000"})
  int concurrent;

  private FatTreeLoad load = new FatTreeLoad();

  @Setup
  public void start() {
    load = new FatTreeLoad();
    load.start(concurrent);
  }

  @Benchmark
  @OperationsPerInvocation(TRANSFERS)
  public long transfer() {
    load.complete(TRANSFERS);
    return load.completed();
  }
}
