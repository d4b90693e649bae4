package dev.drover.simulate.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.decide.rounds.PreCopyAlgorithms;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.RoundLimit;
import dev.drover.decide.rounds.StopCondition;
import dev.drover.decide.rounds.XenStopConditions;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.fluid.FluidNetwork;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.HotColdWrites;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.UniformWrites;
import dev.drover.simulate.memory.WritePattern;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Hosts a and b send to c over a switch; 1 Gbit/s each, 1448 of 1538 bytes of it payload. */
final class FluidMigrationsTest {
  private static final int PAGES = 16384;
  private static final double PAYLOAD_PER_SECOND = 1e9 / 8 * 1448 / 1538;
  private static final MigrationSettings IDEAL = MigrationSettings.IDEAL;
  private static final MigrationTechnique COLD = new MigrationTechnique.StopAndCopy();
  private static final MigrationTechnique POST_COPY = new MigrationTechnique.PostCopy();

  private final Topology topology = star(Duration.ofNanos(25_000));
  private final FluidNetwork network = new FluidNetwork(new Simulator(), topology);

  private static Topology star(Duration delay) {
    List<Topology.Node> nodes = new ArrayList<>();
    List<Topology.Link> links = new ArrayList<>();
    nodes.add(new Topology.Node("s", Topology.Node.Kind.SWITCH));
    for (String host : List.of("a", "b", "c")) {
      nodes.add(new Topology.Node(host, Topology.Node.Kind.HOST));
      links.add(
          new Topology.Link(
              host,
              "s",
              BitRate.ofMegabitsPerSecond(1000),
              delay,
              new Topology.Buffer.Packets(100)));
    }
    return new Topology(nodes, links);
  }

  private static MigrationTechnique preCopy(String algorithm, StopCondition stop) {
    return new MigrationTechnique.PreCopy(
        PreCopyAlgorithms.named(algorithm), stop, RoundCoupling.ACKNOWLEDGED);
  }

  private static MigrationSchedule.Entry entry(
      String host, WritePattern pattern, MigrationTechnique technique, MigrationSettings settings) {
    return new MigrationSchedule.Entry(
        new SimulatedGuest("of " + host, host, new GuestMemory(pattern)),
        new MigrationSpec(new Route(List.of(host, "s", "c")), technique, settings));
  }

  private List<MigrationResult> run(MigrationSchedule schedule) {
    List<MigrationResult> results = new ArrayList<>();
    ScheduledMigrations.start(network, topology, schedule, results::addAll);
    network.simulator().run(1000 * SimTime.SECOND);
    return results;
  }

  private MigrationResult run(MigrationSchedule.Entry entry) {
    return run(MigrationSchedule.serial(List.of(entry))).getFirst();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  @Test
  void cold_alone_takesMemoryOverPayloadRate() {
    MigrationResult result = run(entry("a", new UniformWrites(PAGES, 1000, 1), COLD, IDEAL));
    assertThat(seconds(result.totalTime()))
        .isCloseTo(PAGES * 4096 / PAYLOAD_PER_SECOND + 100e-6, within(1e-6));
    assertThat(result.traffic().wire().count())
        .isCloseTo(Math.round(PAGES * 4096.0 * 1538 / 1448), within(2L));
  }

  @Test
  void cold_ceiling_isWhatTheWireCarriesFromTheFirstByte() {
    MigrationSettings limited = IDEAL.withCeiling(BitRate.ofMegabitsPerSecond(400));
    MigrationResult result = run(entry("a", new UniformWrites(PAGES, 1000, 1), COLD, limited));
    assertThat(result.traffic().wire().count() * 8 / seconds(result.totalTime()))
        .isCloseTo(400e6, within(400e6 * 0.001));
  }

  @Test
  void parallel_sharedLastLink_takesTwiceAsLongAsOne() {
    List<MigrationResult> results =
        run(
            MigrationSchedule.parallel(
                List.of(
                    entry("a", new UniformWrites(PAGES, 1000, 1), COLD, IDEAL),
                    entry("b", new UniformWrites(PAGES, 1000, 2), COLD, IDEAL))));
    assertThat(results)
        .allSatisfy(result ->
            assertThat(seconds(result.totalTime()))
                .isCloseTo(2 * PAGES * 4096 / PAYLOAD_PER_SECOND, within(1e-3)));
  }

  @Test
  void postCopy_uniformWrites_faultsAreServedAndTheTimeStaysMemoryOverRate() {
    VersionedMemory memory = new VersionedMemory(new UniformWrites(PAGES, 5000, 3));
    SimulatedGuest guest =
        new SimulatedGuest(
            "vm",
            "a",
            new GuestMemory(memory),
            new PageSet(PAGES),
            Optional.of(new UniformWrites(PAGES, 5000, 4)));
    List<MigrationResult> results = new ArrayList<>();
    MigrationSpec spec =
        new MigrationSpec(
            new Route(List.of("a", "s", "c")),
            POST_COPY,
            IDEAL.withEncoding(Bytes.ZERO, Bytes.of(100_000)));
    Migration.start(network, topology, guest, spec, (_, result) -> results.add(result), memory);
    network.simulator().run(100 * SimTime.SECOND);
    MigrationResult result = results.getFirst();
    assertThat(memory.stalePages()).isZero();
    assertThat(result.faults()).isGreaterThan(100);
    assertThat(result.traffic().pushed().plus(result.traffic().faulted()))
        .isEqualTo(Bytes.of(PAGES * 4096L));
    double ideal = (PAGES * 4096 + 100_000) / PAYLOAD_PER_SECOND + 100e-6;
    assertThat(seconds(result.totalTime())).isBetween(ideal - 1e-6, ideal * 1.01);
    // A fault costs the round trip, what waits before the page, and the page: 100 µs, two batches.
    double perFault = seconds(result.stalledTime()) / result.faults();
    assertThat(perFault).isBetween(30e-6, 100e-6 + 3 * 65536 / PAYLOAD_PER_SECOND);
  }

  @Test
  void hybrid_oneRound_pushesWhatThatRoundLeftDirty() {
    MigrationTechnique hybrid =
        new MigrationTechnique.Hybrid(
            PreCopyAlgorithms.named("pca"), new RoundLimit(1), RoundCoupling.EARLY_NOTIFICATION);
    MigrationResult result = run(entry("a", new UniformWrites(PAGES, 2000, 5), hybrid, IDEAL));
    RoundRecord only = result.rounds().getFirst();
    assertThat(result.rounds()).hasSize(1);
    assertThat(only.dirtiedPages()).isPositive();
    assertThat(result.traffic().pushed().plus(result.traffic().faulted()))
        .isEqualTo(Bytes.of(only.dirtiedPages() * 4096L));
  }

  @Test
  void bda_hotGuest_leavesWhatTheDirtyRateReserves() {
    HotColdWrites pattern = new HotColdWrites(PAGES, 2000, 0.9, 8000, 6);
    MigrationResult result =
        run(
            entry(
                "a",
                pattern,
                preCopy("bda", new RoundLimit(4)),
                IDEAL.withTimes(Duration.ofMillis(100), Duration.ZERO, Duration.ZERO)));
    assertThat(result.rounds().getFirst().rate()).isEqualTo(BitRate.ofMegabitsPerSecond(1000));
    RoundRecord second = result.rounds().get(1);
    assertThat(second.rate()).isLessThan(BitRate.ofMegabitsPerSecond(950));
    double measured = second.volume().count() * 8.0 * 1538 / 1448 / seconds(second.time());
    assertThat(measured / second.rate().bitsPerSecond()).isCloseTo(1, within(0.01));
  }

  @Test
  void workloadOnTheLastLink_isSeenAsTheUseOfOthers() {
    Stream workload =
        network.open(
            new Route(List.of("b", "s", "c")),
            TrafficKind.WORKLOAD,
            "tenant",
            new StreamListener() {});
    workload.limit(Math.round(300e6 * 1448 / 1538));
    workload.write(1L << 40);
    MigrationResult result =
        run(
            entry(
                "a",
                new UniformWrites(PAGES, 2000, 7),
                preCopy("pca", XenStopConditions.defaults()),
                IDEAL));
    assertThat(result.rounds())
        .allSatisfy(round ->
            assertThat((double) round.usedByOthers().bitsPerSecond())
                .isCloseTo(300e6, within(3e6)));
    assertThat(seconds(result.rounds().getFirst().time()))
        .isCloseTo(PAGES * 4096 / PAYLOAD_PER_SECOND / 0.7, within(0.01));
  }

  @Test
  void schedule_fluidRunTwice_isTheSame() {
    List<List<MigrationResult>> runs = new ArrayList<>();
    List<MigrationTechnique> techniques =
        List.of(preCopy("bda", XenStopConditions.defaults()), POST_COPY);
    for (int i = 0; i < 2; i++) {
      FluidMigrationsTest fresh = new FluidMigrationsTest();
      runs.add(
          fresh.run(
              MigrationSchedule.parallel(
                  List.of(
                      entry("a", new UniformWrites(PAGES, 3000, 8), techniques.get(0), IDEAL),
                      entry("b", new UniformWrites(PAGES, 3000, 9), techniques.get(1), IDEAL)))));
    }
    assertThat(runs.get(0)).hasSize(2).isEqualTo(runs.get(1));
  }
}
