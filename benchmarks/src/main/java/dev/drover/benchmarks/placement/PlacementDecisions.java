package dev.drover.benchmarks.placement;

import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.Relocation;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * On the VMs of {@link TokenRound}: the decisions of all of them without moving any, and the cost
 * of all communication computed anew. An operation is all VMs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlacementDecisions {
  private static final MigrationPrice FREE = MigrationPrice.constant(0);

  private final TrafficGraph traffic = TokenRound.traffic();
  private final Allocation start = TokenRound.start();
  private final CommunicationCost cost =
      new CommunicationCost(TokenRound.LAYERS, LevelWeights.PAPER);
  private final Relocation relocation =
      new Relocation(
          TokenRound.LAYERS,
          LevelWeights.PAPER,
          CandidateRule.FIRST_THAT_LOWERS,
          traffic.mostPeers());

  @Benchmark
  public int decisions() {
    int moves = 0;
    for (int vm = 0; vm < TokenRound.VMS; vm++) {
      moves += relocation.decide(traffic, start.serverOf(), vm, start, FREE) ? 1 : 0;
    }
    return moves;
  }

  @Benchmark
  public double cost() {
    return cost.total(traffic, start.serverOf());
  }
}
