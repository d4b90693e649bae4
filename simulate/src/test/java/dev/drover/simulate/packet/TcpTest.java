package dev.drover.simulate.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TcpTest {
  private static final long AMOUNT = 5_000_000;

  private final Simulator simulator = new Simulator();

  static List<TcpConfig> configs() {
    List<TcpConfig> configs = new ArrayList<>();
    for (CongestionControl.Variant variant : CongestionControl.Variant.values()) {
      for (TcpConfig.Recovery recovery : TcpConfig.Recovery.values()) {
        configs.add(config(variant, recovery, true, false, false));
        configs.add(config(variant, recovery, false, false, false));
        configs.add(config(variant, recovery, true, true, false));
        configs.add(config(variant, recovery, true, true, true));
      }
    }
    return configs;
  }

  static TcpConfig config(
      CongestionControl.Variant variant,
      TcpConfig.Recovery recovery,
      boolean sack,
      boolean rackTlp,
      boolean pacing) {
    return new TcpConfig(
        variant,
        1448,
        10,
        4 << 20,
        sack,
        recovery,
        TcpConfig.Halved.FLIGHT,
        true,
        true,
        2,
        0,
        Duration.ofMillis(40),
        Duration.ofSeconds(1),
        Duration.ofMillis(200),
        true,
        rackTlp,
        pacing,
        TcpConfig.IdleRestart.OFF);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void transfer_overAShallowBuffer_arrivesWholeAndUsesTheLink(TcpConfig config) {
    PacketNetwork network =
        new PacketNetwork(
            simulator, Lines.bottleneck("100Mbit/s", Duration.ofMillis(1), 20), config, 38);
    long[] doneAt = {-1};
    Stream stream =
        network.open(
            Lines.across(),
            TrafficKind.MIGRATION,
            "vm",
            new StreamListener() {
              @Override
              public void allAcknowledged(Stream it) {
                doneAt[0] = simulator.now();
                simulator.stop();
              }
            });
    stream.write(AMOUNT);

    simulator.run(60 * SimTime.SECOND);

    assertThat(stream.delivered()).isEqualTo(AMOUNT);
    assertThat(stream.acknowledged()).isEqualTo(AMOUNT);
    assertThat(network.packetsDropped()).isPositive();
    double atLeast = AMOUNT * 8 / 100e6;
    assertThat(SimTime.toSeconds(doneAt[0])).isBetween(atLeast, 2.5 * atLeast + 0.2);
    long migration = network.bytesSent("s", "b", TrafficKind.MIGRATION);
    assertThat(migration).isGreaterThanOrEqualTo(AMOUNT);
    assertThat(network.bytesSent("s", "b", TrafficKind.WORKLOAD)).isZero();
  }

  @Test
  void handshakeAndOneSegment_noQueue_takeTwoRoundTripsAndATransmission() {
    PacketNetwork network =
        new PacketNetwork(
            simulator,
            Lines.bottleneck("10Gbit/s", Duration.ofMillis(5), 20),
            TcpConfig.standard(),
            38);
    List<Long> arrivals = new ArrayList<>();
    Stream stream =
        network.open(
            Lines.across(),
            TrafficKind.WORKLOAD,
            "vm",
            new StreamListener() {
              @Override
              public void delivered(Stream it) {
                arrivals.add(simulator.now());
              }
            });
    stream.write(1000);

    simulator.run(SimTime.SECOND);

    assertThat(arrivals).hasSize(1);
    // SYN there, SYN-ACK back, data there: three times 10 ms, and six times some microseconds.
    assertThat(SimTime.toSeconds(arrivals.getFirst())).isBetween(0.030, 0.030_005);
  }

  @Test
  void backlogLow_windowLarge_comesARoundTripBeforeAllAcknowledged() {
    PacketNetwork network =
        new PacketNetwork(
            simulator,
            Lines.bottleneck("10Gbit/s", Duration.ofMillis(5), 1000),
            TcpConfig.standard(),
            38);
    List<Long> times = new ArrayList<>();
    Stream stream =
        network.open(
            Lines.across(),
            TrafficKind.MIGRATION,
            "vm",
            new StreamListener() {
              @Override
              public void backlogLow(Stream it) {
                times.add(simulator.now());
              }

              @Override
              public void allAcknowledged(Stream it) {
                times.add(simulator.now());
              }
            });
    stream.write(10 * 1448);

    simulator.run(SimTime.SECOND);

    assertThat(times).hasSize(2);
    double gap = SimTime.toSeconds(times.get(1) - times.get(0));
    assertThat(gap).isBetween(0.020, 0.0201);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void sameRun_twice_isTheSameBitForBit(TcpConfig config) {
    assertThat(fingerprint(config)).isEqualTo(fingerprint(config));
  }

  private static String fingerprint(TcpConfig config) {
    Simulator simulator = new Simulator();
    PacketNetwork network =
        new PacketNetwork(
            simulator, Lines.bottleneck("100Mbit/s", Duration.ofNanos(200_000), 12), config, 38);
    StringBuilder trace = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      Stream stream =
          network.open(Lines.across(), TrafficKind.WORKLOAD, "flow" + i, new StreamListener() {});
      network.trace(
          stream,
          (at, event, window, threshold, inFlight, roundTrip) ->
              trace.append(at).append(event).append(window).append(inFlight).append('\n'));
      stream.write(400_000);
    }
    simulator.run(5 * SimTime.SECOND);
    return trace + " " + simulator.events() + " " + network.packetsDropped();
  }

  @Test
  void limit_half_isKept() {
    PacketNetwork network =
        new PacketNetwork(
            simulator,
            Lines.bottleneck("100Mbit/s", Duration.ofNanos(50_000), 100),
            TcpConfig.standard(),
            38);
    Stream stream =
        network.open(Lines.across(), TrafficKind.MIGRATION, "vm", new StreamListener() {});
    stream.limit(40_000_000);
    stream.write(1L << 30);

    simulator.run(SimTime.SECOND);
    long first = stream.delivered();
    stream.limit(0);
    simulator.run(2 * SimTime.SECOND);
    long second = stream.delivered();

    assertThat(first * 8).isBetween(39_000_000L, 40_100_000L);
    assertThat(second - first).isLessThan(20_000);
  }
}
