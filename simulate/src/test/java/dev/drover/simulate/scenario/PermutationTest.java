package dev.drover.simulate.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.Topologies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PermutationTest {
  private static final Topology TREE =
      Topologies.fatTree(
          4,
          new Cable(
              BitRate.ofMegabitsPerSecond(1000), Duration.ofNanos(5_000), new Buffer.Packets(100)));

  private static RunSpec permutation(long seed) {
    return Permutation.of(
        TREE,
        new SizeDistribution.Fixed(Bytes.of(1000)),
        seed,
        TcpConfig.linux(),
        Duration.ZERO,
        Duration.ofSeconds(1));
  }

  @Test
  void everyHost_sendsToAnotherAndReceivesOnce() {
    List<TrafficSpec> transfers = permutation(7).traffic();

    assertThat(transfers)
        .extracting(transfer -> transfer.sources().getFirst())
        .containsExactlyInAnyOrderElementsOf(TREE.hosts());
    assertThat(transfers)
        .extracting(transfer -> transfer.destinations().getFirst())
        .containsExactlyInAnyOrderElementsOf(TREE.hosts());
    assertThat(transfers)
        .allSatisfy(
            transfer -> assertThat(transfer.sources()).isNotEqualTo(transfer.destinations()));
  }

  @Test
  void anotherSeed_drawsAnotherPermutation() {
    assertThat(permutation(1).traffic()).isEqualTo(permutation(1).traffic());
    assertThat(permutation(2).traffic()).isNotEqualTo(permutation(1).traffic());
  }
}
