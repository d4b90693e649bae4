package dev.drover.benchmarks.memory;

import dev.drover.simulate.memory.HotColdWrites;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.UniformWrites;
import dev.drover.simulate.memory.WritePattern;
import dev.drover.simulate.memory.ZipfWrites;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Page writes of a guest of 1 GiB (262,144 pages) in rounds of 100,000; an operation is a write.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuestWrites {
  private static final int PAGES = 262_144;
  private static final int WRITES = 100_000;
  private static final long SECOND = 1_000_000_000_000L;

  private final PageSet dirty = new PageSet(PAGES);
  private final WritePattern uniform = new UniformWrites(PAGES, WRITES, 1);
  private final WritePattern hotCold = new HotColdWrites(PAGES, PAGES / 16, 0.9, WRITES, 1);
  private final WritePattern zipf = new ZipfWrites(PAGES, 1, WRITES, 1);
  private long now;

  @Benchmark
  @OperationsPerInvocation(WRITES)
  public int uniform() {
    return round(uniform);
  }

  @Benchmark
  @OperationsPerInvocation(WRITES)
  public int hotCold() {
    return round(hotCold);
  }

  @Benchmark
  @OperationsPerInvocation(WRITES)
  public int zipf() {
    return round(zipf);
  }

  private int round(WritePattern pattern) {
    dirty.clear();
    long from = now;
    now = from + SECOND;
    pattern.write(from, now, dirty);
    return dirty.count();
  }
}
