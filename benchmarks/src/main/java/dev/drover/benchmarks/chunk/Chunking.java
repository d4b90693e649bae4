package dev.drover.benchmarks.chunk;

import dev.drover.xia.chunk.Chunker;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A stream of random bytes cut into chunks. A unit of work is a MiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Chunking {
  private static final int MEBIBYTES = 16;

  @Param({"by content", "fixed"})
  private String way = "";

  private final byte[] stream = random();
  private long taken;

  private static byte[] random() {
    byte[] bytes = new byte[MEBIBYTES << 20];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }

  @Benchmark
  @OperationsPerInvocation(MEBIBYTES)
  public long cut() throws InterruptedException {
    Chunker chunker = way.equals("fixed") ? Chunker.fixed(128 << 10) : Chunker.byContent();
    chunker.write(stream, 0, stream.length, content -> taken += content.length);
    chunker.flush(content -> taken += content.length);
    return taken;
  }
}
