package dev.drover.simulate.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.simulate.kernel.Actor;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packet network where its answer is known beforehand. */
final class ClosedFormTest {
  private final Simulator simulator = new Simulator();

  /** Pollaczek and Khinchine: the number that wait in an M/D/1 queue is ρ² ÷ 2(1 − ρ). */
  @ParameterizedTest
  @CsvSource({"0.3, 0.0642857", "0.5, 0.25", "0.8, 1.6", "0.9, 4.05"})
  void queue_poissonArrivalsOfOneSize_isAsLongAsMD1(double load, double expected) {
    int wireBytes = 1000;
    PacketNetwork network =
        new PacketNetwork(
            simulator,
            Lines.bottleneck("100Mbit/s", Duration.ZERO, 100_000),
            TcpConfig.standard(),
            0);
    DatagramSource source =
        network.datagrams(Lines.across(), TrafficKind.WORKLOAD, "poisson", wireBytes - 28);
    double service = SimTime.SECOND * wireBytes * 8 / 100e6;
    RandomGenerator random = new Seeds(1).generator("arrivals");
    Poisson poisson = new Poisson(network, source, service / load, random);

    simulator.run(400 * SimTime.SECOND);

    assertThat(poisson.arrivals).isGreaterThan(1_000_000);
    double seen = poisson.waiting / (double) poisson.arrivals / wireBytes;
    assertThat(seen).isCloseTo(expected, within(0.03 * expected));
  }

  /** Looks at the queue just before each arrival: arrivals see time averages. */
  private static final class Poisson implements Actor {
    private final PacketNetwork network;
    private final DatagramSource source;
    private final double gap;
    private final RandomGenerator random;
    private final int number;
    private long arrivals;
    private long waiting;

    Poisson(PacketNetwork network, DatagramSource source, double gap, RandomGenerator random) {
      this.network = network;
      this.source = source;
      this.gap = gap;
      this.random = random;
      this.number = network.simulator().register(this);
      network.simulator().schedule(0, number);
    }

    @Override
    public void act() {
      arrivals++;
      waiting += network.queuedBytes("s", "b");
      source.sendOne();
      long next = Math.max(1, Math.round(gap * random.nextExponential()));
      network.simulator().schedule(network.simulator().now() + next, number);
    }
  }

  /**
   * Mathis, Semke, Mahdavi, Ott (CCR 1997): with a loss for every 1 ÷ p segments, Reno's rate is
   * √(3 ÷ 2bp) segments in a round trip, b segments being acknowledged at once. It holds for single
   * losses that recovery repairs, so for small p.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.0005", "1, 0.002", "2, 0.0005", "2, 0.002"})
  void newReno_randomLoss_sendsByTheSquareRootLaw(int acknowledged, double probability) {
    Duration roundTrip = Duration.ofMillis(20);
    PacketNetwork network =
        new PacketNetwork(
            simulator,
            Lines.bottleneck("10Gbit/s", roundTrip.dividedBy(4), 100_000),
            acknowledging(acknowledged),
            38);
    network.lose("s", "b", probability, new Seeds(3).generator("loss"));
    Stream stream =
        network.open(Lines.across(), TrafficKind.WORKLOAD, "bulk", new StreamListener() {});
    stream.write(1L << 40);

    simulator.run(20 * SimTime.SECOND);
    long before = stream.delivered();
    simulator.run(1_020 * SimTime.SECOND);

    double segments = (stream.delivered() - before) / 1448.0 / (1_000 / 0.020);
    double law = Math.sqrt(3 / (2 * acknowledged * probability));
    assertThat(segments).isCloseTo(law, within(0.1 * law));
  }

  private static TcpConfig acknowledging(int segments) {
    return new TcpConfig(
        CongestionControl.Variant.NEW_RENO,
        1448,
        10,
        64 << 20,
        true,
        TcpConfig.Recovery.CONSERVATIVE,
        TcpConfig.Halved.FLIGHT,
        true,
        true,
        segments,
        0,
        Duration.ofMillis(40),
        Duration.ofSeconds(1),
        Duration.ofMillis(200),
        false,
        false,
        false,
        TcpConfig.IdleRestart.OFF);
  }

  @Test
  void flows_sameRoundTrip_shareABottleneckFairly() {
    PacketNetwork network =
        new PacketNetwork(
            simulator,
            Lines.bottleneck("100Mbit/s", Duration.ofMillis(2), 64),
            TcpConfig.standard(),
            38);
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Stream stream =
          network.open(Lines.across(), TrafficKind.WORKLOAD, "f" + i, new StreamListener() {});
      stream.write(1L << 40);
      streams.add(stream);
    }

    simulator.run(120 * SimTime.SECOND);

    double sum = streams.stream().mapToDouble(Stream::delivered).sum();
    double squares = streams.stream().mapToDouble(s -> Math.pow((double) s.delivered(), 2)).sum();
    assertThat(sum * 8 / 120).isGreaterThan(0.9 * 100e6 * 1448 / 1538);
    // Jain's index.
    assertThat(sum * sum / (4 * squares)).isGreaterThan(0.95);
  }

  @Test
  void datagrams_overTwiceTheLink_halfAreDropped() {
    PacketNetwork network =
        new PacketNetwork(
            simulator,
            Lines.bottleneck("100Mbit/s", Duration.ofMillis(1), 10),
            TcpConfig.standard(),
            0);
    DatagramSource source = network.datagrams(Lines.across(), TrafficKind.WORKLOAD, "cbr", 972);
    source.rate(Math.round(200e6 * 972 / 1000));

    simulator.run(10 * SimTime.SECOND);

    assertThat(source.arrived() * 8 / 10.0).isCloseTo(100e6 * 0.972, within(1e5));
    assertThat(network.packetsDropped() / (source.sent() / 972.0)).isCloseTo(0.5, within(0.001));
  }
}
