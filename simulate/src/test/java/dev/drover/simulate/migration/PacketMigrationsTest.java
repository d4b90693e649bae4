package dev.drover.simulate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.rounds.PreCopyAlgorithms;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.RoundLimit;
import dev.drover.decide.rounds.XenStopConditions;
import dev.drover.model.network.Topology;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.UniformWrites;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.packet.TcpConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** 32 MiB over one link of 500 Mbit/s, packet by packet with TCP. */
final class PacketMigrationsTest {
  private static final int PAGES = 8192;
  private static final MigrationSettings SETTINGS =
      MigrationSettings.IDEAL.withEncoding(Bytes.of(8), Bytes.of(10_000));

  private static MigrationResult run(MigrationTechnique technique, Duration delay, int buffer) {
    return run(technique, SETTINGS, delay, buffer);
  }

  private static MigrationResult run(
      MigrationTechnique technique, MigrationSettings settings, Duration delay, int buffer) {
    Topology topology =
        new Topology(
            List.of(
                new Topology.Node("a", Topology.Node.Kind.HOST),
                new Topology.Node("b", Topology.Node.Kind.HOST)),
            List.of(
                new Topology.Link(
                    "a",
                    "b",
                    BitRate.ofMegabitsPerSecond(500),
                    delay,
                    new Topology.Buffer.Packets(buffer))));
    PacketNetwork network = new PacketNetwork(new Simulator(), topology, TcpConfig.standard(), 38);
    VersionedMemory memory = new VersionedMemory(new UniformWrites(PAGES, 4000, 1));
    SimulatedGuest guest =
        new SimulatedGuest(
            "vm",
            "a",
            new GuestMemory(memory),
            new PageSet(PAGES),
            Optional.of(new UniformWrites(PAGES, 1000, 2)));
    List<MigrationResult> results = new ArrayList<>();
    MigrationListener listener =
        (_, result) -> {
          guest.memory().advance(network.simulator().now());
          results.add(result);
          network.simulator().stop();
        };
    MigrationSpec spec = new MigrationSpec(LineNetwork.ROUTE, technique, settings);
    Migration.start(network, topology, guest, spec, listener, memory);
    network.simulator().run(60 * SimTime.SECOND);
    assertThat(results).hasSize(1);
    assertThat(memory.stalePages()).isZero();
    return results.getFirst();
  }

  private static MigrationTechnique preCopy(String algorithm, RoundCoupling coupling) {
    return new MigrationTechnique.PreCopy(
        PreCopyAlgorithms.named(algorithm), XenStopConditions.defaults(), coupling);
  }

  @Test
  void stopAndCopy_largeBuffer_isNearThePayloadRate() {
    MigrationResult result =
        run(new MigrationTechnique.StopAndCopy(), Duration.ofNanos(25_000), 10_000);
    double ideal = (PAGES * 4104 + 10_000) * 8 * 1538.0 / 1448 / 500e6;
    assertThat(result.totalTime().toNanos() / 1e9).isBetween(ideal, ideal * 1.03);
  }

  @Test
  void stopAndCopy_ceiling_isWhatTheWireCarriesFromTheFirstByte() {
    MigrationResult result =
        run(
            new MigrationTechnique.StopAndCopy(),
            SETTINGS.withCeiling(BitRate.ofMegabitsPerSecond(200)),
            Duration.ofNanos(25_000),
            10_000);
    double rate = result.traffic().wire().count() * 8 / (result.totalTime().toNanos() / 1e9);
    assertThat(rate).isBetween(200e6 * 0.99, 200e6);
  }

  @Test
  void techniques_shallowBuffer_endWithEveryPageCurrent() {
    Duration delay = Duration.ofNanos(200_000);
    for (RoundCoupling coupling : RoundCoupling.values()) {
      for (String algorithm : List.of("pca", "pca-skip", "ppc", "bda")) {
        assertThat(run(preCopy(algorithm, coupling), delay, 20).rounds()).isNotEmpty();
      }
      assertThat(
              run(
                      new MigrationTechnique.Hybrid(
                          PreCopyAlgorithms.named("pca"), new RoundLimit(1), coupling),
                      delay,
                      20)
                  .rounds())
          .hasSize(1);
    }
    assertThat(run(new MigrationTechnique.PostCopy(), delay, 20).faults()).isPositive();
  }

  @Test
  void earlyNotification_longPathAlone_isFaster() {
    Duration delay = Duration.ofMillis(5);
    MigrationResult standard = run(preCopy("pca", RoundCoupling.ACKNOWLEDGED), delay, 10_000);
    MigrationResult early = run(preCopy("pca", RoundCoupling.EARLY_NOTIFICATION), delay, 10_000);
    assertThat(early.totalTime()).isLessThan(standard.totalTime());
    assertThat(early.rounds()).hasSizeGreaterThan(1);
  }
}
