package dev.drover.benchmarks.flow;

import dev.drover.agent.flow.FlowKey;
import dev.drover.agent.flow.FlowTable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A table of 100,000 flows as S-CORE's Fig. 3b has them: every source address once (type 1), or
 * shared by a thousand flows (type 2). A unit of work is one flow: added while the table grows,
 * updated, looked up by its key, found among those of its source, or deleted with all.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FlowTableOperations {
  private static final int FLOWS = 100_000;
  private static final long TCP = FlowKey.transport(6, 40_000, 80);

  /** How many flows share a source. */
  @Param({"1", "1000"})
  private int shared;

  private FlowTable table = empty();
  private long now;

  private static FlowTable empty() {
    return new FlowTable(Duration.ofSeconds(30), FLOWS);
  }

  /** Fills up what was taken away, and has every second flow seen later than the others. */
  @Setup(Level.Invocation)
  public void fill() {
    now++;
    if (table.size() < FLOWS) {
      addTo(table);
    }
    now++;
    for (int i = 1; i < FLOWS; i += 2) {
      table.add(FlowKey.addresses(i / shared, ~i), TCP, 0, now);
    }
  }

  private void addTo(FlowTable target) {
    for (int i = 0; i < FLOWS; i++) {
      target.add(FlowKey.addresses(i / shared, ~i), TCP, 1500, now);
    }
  }

  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public FlowTable add() {
    FlowTable fresh = empty();
    addTo(fresh);
    return fresh;
  }

  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public FlowTable update() {
    addTo(table);
    return table;
  }

  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public long lookUpByKey() {
    long bytes = 0;
    for (int i = 0; i < FLOWS; i++) {
      bytes += table.flow(new FlowKey(i / shared, ~i, 6, 40_000, 80)).orElseThrow().bytes();
    }
    return bytes;
  }

  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public int lookUpBySource() {
    int found = 0;
    for (int i = 0; i < FLOWS; i += shared) {
      found += table.from(i / shared).size();
    }
    return found;
  }

  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public int clear() {
    return table.clearOlderThan(Long.MAX_VALUE);
  }

  /** The flows that stay are indexed anew. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public int clearHalf() {
    return table.clearOlderThan(now);
  }
}
