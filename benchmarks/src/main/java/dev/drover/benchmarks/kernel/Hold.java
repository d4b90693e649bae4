package dev.drover.benchmarks.kernel;

import dev.drover.simulate.kernel.Actor;
import dev.drover.simulate.kernel.Simulator;
import java.util.SplittableRandom;
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
 * The hold model: so many events wait, and each that is handled schedules another one an
 * exponential time later. An operation is an event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Hold {
  private static final int EVENTS = 1 << 20;
  private static final int GAPS = 1 << 16;

  @Param({"1000", "100000"})
  int pending;

  private final Simulator simulator = new Simulator();
  private final long[] gaps = new long[GAPS];
  private int gap;
  private int left;

  @Setup(Level.Trial)
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < GAPS; i++) {
      gaps[i] = 1 + (long) (1e6 * random.nextExponential());
    }
    for (int i = 0; i < pending; i++) {
      Holder holder = new Holder();
      simulator.schedule(next(), holder.number);
    }
  }

  private long next() {
    return simulator.now() + gaps[gap++ & GAPS - 1];
  }

  private final class Holder implements Actor {
    private final int number = simulator.register(this);

    @Override
    public void act() {
      simulator.schedule(next(), number);
      if (--left == 0) {
        simulator.stop();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long hold() {
    left = EVENTS;
    simulator.run(Long.MAX_VALUE);
    return simulator.events();
  }
}
