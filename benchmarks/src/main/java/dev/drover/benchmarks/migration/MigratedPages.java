package dev.drover.benchmarks.migration;

import dev.drover.decide.rounds.PreCopyAlgorithms;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.XenStopConditions;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.fluid.FluidNetwork;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.UniformWrites;
import dev.drover.simulate.migration.Migration;
import dev.drover.simulate.migration.MigrationSettings;
import dev.drover.simulate.migration.MigrationSpec;
import dev.drover.simulate.migration.MigrationTechnique;
import dev.drover.simulate.migration.SimulatedGuest;
import java.time.Duration;
import java.util.List;
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
 * Whole migrations of a guest of 1 GiB that writes 5,000 pages a second, alone on a fluid path of
 * 10 Gbit/s; an operation is a page of the guest, however often it is sent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MigratedPages {
  private static final int PAGES = 262_144;
  private static final Topology TOPOLOGY =
      new Topology(
          List.of(
              new Topology.Node("a", Topology.Node.Kind.HOST),
              new Topology.Node("b", Topology.Node.Kind.HOST)),
          List.of(
              new Topology.Link(
                  "a",
                  "b",
                  BitRate.ofMegabitsPerSecond(10_000),
                  Duration.ofNanos(50_000),
                  new Topology.Buffer.Packets(100))));

  @Benchmark
  @OperationsPerInvocation(PAGES)
  public Duration stopAndCopy() {
    return migrate(new MigrationTechnique.StopAndCopy());
  }

  @Benchmark
  @OperationsPerInvocation(PAGES)
  public Duration preCopy() {
    return migrate(preCopy("pca"));
  }

  /** Xen's way: pages that are dirty again at their turn are left out, so each is looked at. */
  @Benchmark
  @OperationsPerInvocation(PAGES)
  public Duration preCopySkipping() {
    return migrate(preCopy("pca-skip"));
  }

  /** With the history of each page. */
  @Benchmark
  @OperationsPerInvocation(PAGES)
  public Duration preCopyPredicting() {
    return migrate(preCopy("ppc"));
  }

  @Benchmark
  @OperationsPerInvocation(PAGES)
  public Duration postCopy() {
    return migrate(new MigrationTechnique.PostCopy());
  }

  private static MigrationTechnique preCopy(String algorithm) {
    return new MigrationTechnique.PreCopy(
        PreCopyAlgorithms.named(algorithm),
        XenStopConditions.defaults(),
        RoundCoupling.ACKNOWLEDGED);
  }

  private static Duration migrate(MigrationTechnique technique) {
    FluidNetwork network = new FluidNetwork(new Simulator(), TOPOLOGY);
    SimulatedGuest guest =
        new SimulatedGuest("vm", "a", new GuestMemory(new UniformWrites(PAGES, 5000, 1)));
    MigrationSpec spec =
        new MigrationSpec(new Route(List.of("a", "b")), technique, MigrationSettings.DEFAULT);
    Duration[] end = {Duration.ZERO};
    Migration.start(network, TOPOLOGY, guest, spec, (_, result) -> end[0] = result.totalTime());
    network.simulator().run(100 * SimTime.SECOND);
    return end[0];
  }
}
