package dev.drover.cli.ns3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.cli.ns3.PeerRun.FlowRun;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DroverNetworkTest {
  private static PeerFamily family(String name) {
    return PeerCases.all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * What ns-3 3.37 gave for the fixed cases, recorded; {@code drover bench ns3} measures it anew.
   */
  @ParameterizedTest
  @CsvSource({
    "p2p, 9640.2, 0, 249664",
    "dumbbell-2-quiet, 963.95, 0, 124311",
    "dumbbell-1, 963.86, 34, 62814",
    "dumbbell-1-prr, 963.86, 34, 62815",
    "dumbbell-1-nosack, 963.86, 34, 63874",
    "wan-newreno, 37.399, 73, 291640",
    "wan-cubic, 46.675, 164, 365902",
  })
  void fixedCase_inDroversNetwork_givesWhatNs3Gave(
      String name, double megabits, double drops, double hops) {
    PeerRun run = new DroverNetwork().run(family(name).draw(1));

    assertThat(run.goodputBps() / 1e6).isCloseTo(megabits, within(0.03 * megabits));
    assertThat((double) run.drops()).isCloseTo(drops, within(0.05 * drops));
    assertThat((double) run.hops()).isCloseTo(hops, within(0.03 * hops));
    assertThat(run.timeouts()).isZero();
  }

  @Test
  void lastByte_ofTwoSegments_arrivesAfterTwoTransmissionsAndThePropagation() {
    Topology topology =
        new Topology(
            List.of(new Node("a", Node.Kind.HOST), new Node("b", Node.Kind.HOST)),
            List.of(Cable.of(1_000, 500, 10).between("a", "b")));
    Transfer transfer = new Transfer(new Route(List.of("a", "b")), Bytes.of(2 * 1448), 7_000);
    PeerCase one =
        new PeerCase(topology, PeerTcp.NEW_RENO, List.of(transfer), Duration.ofSeconds(1));

    PeerRun run = new DroverNetwork().run(one);

    // 2 · 1502 bytes at 1 ns per bit, then 500 µs.
    assertThat(run.flows()).hasSize(1);
    FlowRun flow = run.flows().getFirst();
    assertThat(flow.complete()).isTrue();
    assertThat(flow.deliveredBytes()).isEqualTo(2896);
    assertThat(flow.seconds()).isCloseTo(524.032e-6, within(1e-12));
    assertThat(run.endSeconds()).isCloseTo(524.039e-6, within(1e-12));
    // The acknowledgement has been put on its way at that instant.
    assertThat(run.hops()).isEqualTo(3);
  }

  @Test
  void incast_atTheEnd_hasDeliveredWhatWasSent() {
    PeerCase one = family("incast-16").draw(3);

    PeerRun run = new DroverNetwork().run(one);

    assertThat(run.flows()).allSatisfy(flow -> assertThat(flow.complete()).isTrue());
    assertThat(run.flows().stream().mapToLong(FlowRun::deliveredBytes).sum())
        .isEqualTo(16 * 256_000);
    assertThat(run.drops()).isPositive();
    assertThat(new DroverNetwork().run(one).hops()).isEqualTo(run.hops());
  }
}
