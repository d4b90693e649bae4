package dev.drover.simulate.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After a timeout the window is one segment, whatever duplicates have told before. */
final class TimeoutTest {
  private final Simulator simulator = new Simulator();

  /** Counts what is sent again between a timeout and the first acknowledgement after it. */
  private static final class Watch implements TcpTrace {
    private final PacketNetwork network;
    private long atTimeout = -1;
    private long most;
    private int timeouts;

    Watch(PacketNetwork network) {
      this.network = network;
    }

    @Override
    public void look(
        long at, Event event, double window, double threshold, long inFlight, long roundTrip) {
      if (event == Event.TIMEOUT) {
        timeouts++;
        atTimeout = network.segmentsResent();
      } else if (atTimeout >= 0) {
        most = Math.max(most, network.segmentsResent() - atTimeout);
        atTimeout = -1;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.drover.simulate.packet.TcpTest#configs")
  void timeout_manySegmentsUnderWay_sendsOneAgainUntilAnAcknowledgement(TcpConfig config) {
    PacketNetwork network =
        new PacketNetwork(
            simulator, Lines.bottleneck("100Mbit/s", Duration.ofMillis(1), 20), config, 38);
    Stream stream =
        network.open(Lines.across(), TrafficKind.MIGRATION, "vm", new StreamListener() {});
    Watch watch = new Watch(network);
    network.trace(stream, watch);
    DatagramSource burst = network.datagrams(Lines.across(), TrafficKind.WORKLOAD, "burst", 1472);
    stream.write(20_000_000);

    for (int i = 1; i <= 40; i++) {
      simulator.run(i * 100L * SimTime.MILLISECOND);
      burst.rate(i % 2 == 0 ? 0 : 200_000_000);
    }

    assertThat(watch.timeouts).isPositive();
    assertThat(watch.most).isLessThanOrEqualTo(1);
  }
}
