package dev.drover.benchmarks.placement;

import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.TokenRounds;
import dev.drover.simulate.datacentre.TokenRounds.Settings;
import dev.drover.simulate.datacentre.TrafficGenerator;
import dev.drover.simulate.datacentre.TrafficModel;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The first round of the token over 40,960 VMs on 2,560 servers of 20 slots, placed by lot, 10
 * peers each: three of four VMs move. An operation is the round.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenRound {
  static final Layers LAYERS = Layers.regular(20, 8, 4, 4);
  static final int VMS = 40_960;

  private final TrafficGraph traffic = traffic();
  private final Allocation start = start();

  @Param({"round-robin", "global", "distributed", "load-aware"})
  private String policy = "round-robin";

  private TokenRounds rounds = fresh();

  static TrafficGraph traffic() {
    return TrafficGenerator.draw(TrafficModel.published(), VMS, 1).traffic();
  }

  static Allocation start() {
    return Allocation.random(Capacity.slots(LAYERS.servers(), 20), VMS, new SplittableRandom(1));
  }

  /** The next operation begins from the same placement. */
  @Setup(Level.Invocation)
  public void begin() {
    rounds = fresh();
  }

  private TokenRounds fresh() {
    return new TokenRounds(
        LAYERS, traffic, start.copy(), Settings.paper(TokenPolicies.named(policy)));
  }

  @Benchmark
  public double round() {
    return rounds.round().cost();
  }
}
