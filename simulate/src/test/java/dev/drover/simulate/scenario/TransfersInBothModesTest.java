package dev.drover.simulate.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.scenario.TrafficSpec.Load;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.Topologies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same transfers as fluid and as packets. What the fluid leaves out sets the tolerances: slow
 * start, acknowledgements, losses, and how unevenly TCP shares.
 */
final class TransfersInBothModesTest {
  /** The time of a full frame at 1 Gbit/s. */
  private static final Duration FRAME = Duration.ofNanos(12_304);

  /** Linux holds the acknowledgement of an odd last segment back for 40 ms, and the fluid none. */
  private static final TcpConfig PROMPT =
      TcpConfig.linux().withDelayedTimeout(Duration.ofMillis(1));

  private static Cable cable(String rate, Duration delay, String buffer) {
    return new Cable(BitRate.parse(rate), delay, new Buffer.Size(Bytes.parse(buffer)));
  }

  private static final Cable SHORT = cable("1Gbit/s", Duration.ofNanos(5_000), "128KiB");

  /** {@return seconds from start to the last acknowledgement, of each transfer} */
  private static double[] completions(RunSpec spec, NetworkMode network) {
    return Simulation.run(spec.withNetwork(network)).traffic().stream()
        .mapToDouble(transfer -> transfer.completion().orElseThrow().mean().toNanos() / 1e9)
        .toArray();
  }

  /** All at once from h2, h3… to h1. */
  private static RunSpec incast(Topology topology, int senders, Bytes size) {
    List<TrafficSpec> transfers = new ArrayList<>();
    for (int i = 2; i <= senders + 1; i++) {
      transfers.add(
          new TrafficSpec(
              "t" + i,
              List.of("h" + i),
              List.of("h1"),
              new Load.Bulk(Optional.of(size), Optional.empty()),
              Duration.ZERO,
              Optional.empty()));
    }
    return new RunSpec(
        "incast",
        1,
        NetworkMode.PACKET,
        topology,
        PROMPT,
        FRAME,
        "static",
        List.of(),
        Duration.ofSeconds(60),
        transfers,
        List.of(),
        List.of(),
        Optional.of(Duration.ofSeconds(60)));
  }

  /** The first ten segments fill the pipe, so slow start costs nothing. */
  @Test
  void oneTransfer_shortPath_isTheSameWithinOnePercent() {
    RunSpec spec = incast(Topologies.star(2, SHORT), 1, Bytes.of(20_000_000));

    double packets = completions(spec, NetworkMode.PACKET)[0];
    double fluid = completions(spec, NetworkMode.FLUID)[0];

    assertThat(packets / fluid).isBetween(1.0, 1.01);
  }

  /**
   * A round trip of 20 ms at 100 Mbit/s holds 163 segments; slow start from 10 doubles four times
   * until it is filled. In four round trips about one's worth of bytes has been sent.
   */
  @ParameterizedTest
  @ValueSource(longs = {500_000, 2_000_000, 20_000_000})
  void oneTransfer_longPath_fluidIsAheadByTheRoundTripsOfSlowStart(long size) {
    Cable cable = cable("100Mbit/s", Duration.ofMillis(5), "512KiB");
    RunSpec spec = incast(Topologies.star(2, cable), 1, Bytes.of(size));

    double packets = completions(spec, NetworkMode.PACKET)[0];
    double fluid = completions(spec, NetworkMode.FLUID)[0];

    assertThat((packets - fluid) / 0.020).isBetween(3.0, 5.0);
  }

  /** The link is never idle, so the last is done at the same time; who is ahead is TCP's lot. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void equalTransfers_oneBottleneck_endTogetherOnlyInTheFluid(int senders) {
    Bytes size = Bytes.of(160_000_000 / senders);
    RunSpec spec = incast(Topologies.star(senders + 1, SHORT), senders, size);

    double[] packets = completions(spec, NetworkMode.PACKET);
    double[] fluid = completions(spec, NetworkMode.FLUID);

    assertThat(Arrays.stream(fluid).distinct().count()).isEqualTo(1);
    assertThat(max(packets) / max(fluid)).isBetween(0.999, 1.01);
    assertThat(mean(packets) / mean(fluid)).isBetween(0.9, 1.01);
  }

  /**
   * A buffer of 128 KiB leaves 32 flows windows of two or three segments, too few to notice a loss
   * but by a timeout. The fluid knows nothing of it.
   */
  @Test
  void manyTransfers_shallowBuffer_losePartsOfTheLinkToTimeoutsThatTheFluidDoesNotHave() {
    RunSpec spec = incast(Topologies.star(33, SHORT), 32, Bytes.of(5_000_000));

    double[] packets = completions(spec, NetworkMode.PACKET);
    double[] fluid = completions(spec, NetworkMode.FLUID);

    assertThat(max(packets) / max(fluid)).isBetween(1.01, 1.2);
  }

  /**
   * As a whole they differ by the acknowledgements, which take 2.9 % of the links back. Single
   * transfers of half a second end while TCP still converges to its shares, some far ahead of
   * others.
   */
  @Test
  void permutation_fatTree_isNearAsAWholeAndFartherTransferByTransfer() {
    List<Double> errors = new ArrayList<>();
    double packetSum = 0;
    double fluidSum = 0;
    for (long seed = 1; seed <= 4; seed++) {
      double[] packets = completions(permutation(seed), NetworkMode.PACKET);
      double[] fluid = completions(permutation(seed), NetworkMode.FLUID);
      for (int i = 0; i < fluid.length; i++) {
        errors.add(Math.abs(fluid[i] / packets[i] - 1));
        packetSum += packets[i];
        fluidSum += fluid[i];
      }
      assertThat(max(fluid) / max(packets)).as("the last, seed %d", seed).isBetween(0.96, 1.0);
    }

    assertThat(fluidSum / packetSum).as("mean").isBetween(0.95, 1.0);
    assertThat(quantile(errors, 0.5)).as("median").isLessThan(0.1);
    assertThat(quantile(errors, 0.9)).as("90th percentile").isLessThan(0.35);
  }

  private static RunSpec permutation(long seed) {
    return Permutation.of(
        Topologies.fatTree(4, SHORT),
        new SizeDistribution.Uniform(Bytes.of(5_000_000), Bytes.of(50_000_000)),
        seed,
        PROMPT,
        FRAME,
        Duration.ofSeconds(10));
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
