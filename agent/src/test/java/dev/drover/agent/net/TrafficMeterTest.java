package dev.drover.agent.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.api.Sample;
import dev.drover.agent.net.HostNetwork.VmPort;
import dev.drover.agent.net.Interfaces.Counters;
import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficMeterTest {
  private static final List<VmPort> PORTS = List.of(new VmPort("web", "10.77.1.1", "tap-web"));
  private static final long SECOND = 1_000_000_000L;

  private final TrafficMeter meter = new TrafficMeter("nic0", "br0", Duration.ofSeconds(2));

  private void take(double second, long nicSent, long hostSent, long tapReceived) {
    Map<String, Counters> counters =
        Map.of(
            "nic0", new Counters(0, nicSent),
            "br0", new Counters(0, hostSent),
            "tap-web", new Counters(tapReceived, 0));
    meter.take(counters, PORTS, Math.round(second * SECOND), Math.round(second * 1000));
  }

  @Test
  void twoReadings_giveRatesByTheTimeBetween() {
    take(1, 0, 0, 0);
    take(1.5, 1_000_000, 250_000, 750_000);

    Sample sample = meter.since(0).getFirst();
    assertThat(sample.nic().out()).isEqualTo(BitRate.ofMegabitsPerSecond(16));
    assertThat(sample.migration().out()).isEqualTo(BitRate.ofMegabitsPerSecond(4));
    assertThat(sample.vms().get("web"))
        .isEqualTo(new Traffic(BitRate.ZERO, BitRate.ofMegabitsPerSecond(12)));
  }

  @Test
  void lateReading_isNotAFalseRate() {
    take(1, 0, 0, 0);
    take(1.2, 25_000, 0, 0);
    take(2.2, 150_000, 0, 0);

    assertThat(meter.since(0))
        .extracting(s -> s.nic().out().bitsPerSecond())
        .containsOnly(1_000_000L);
  }

  @Test
  void mean_coversTheWindowOnly() {
    take(0.5, 0, 0, 0);
    take(10, 95_000_000, 0, 0);
    take(11, 95_000_000, 0, 0);
    take(12, 95_125_000, 0, 0);

    assertThat(meter.mean(Sample::nic).out()).isEqualTo(BitRate.ofBitsPerSecond(500_000));
  }

  @Test
  void counterThatFell_countsAsNothing() {
    take(1, 1_000_000, 0, 500);
    take(2, 1_000_000, 0, 20);

    assertThat(meter.since(0).getFirst().vms().get("web")).isEqualTo(Traffic.NONE);
  }

  @Test
  void samples_olderThanTenMinutes_areForgotten() {
    take(1, 0, 0, 0);
    for (int second = 2; second < 700; second++) {
      take(second, second, 0, 0);
    }

    assertThat(meter.since(0).getFirst().atMs()).isEqualTo(99_000);
    assertThat(meter.since(690_000)).hasSize(9);
  }

  @Test
  void procNetDev_isParsed() {
    Map<String, Counters> counters =
        Interfaces.parse(
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
                lo:     100       1    0    0    0     0          0         0      200       2    0    0    0     0       0          0
            nic0: 123456789012 9 0 0 0 0 0 0 42 1 0 0 0 0 0 0
            """);

    assertThat(counters.get("lo")).isEqualTo(new Counters(100, 200));
    assertThat(counters.get("nic0")).isEqualTo(new Counters(123_456_789_012L, 42));
  }

  @Test
  void tapName_ofALongVmName_isShortAndItsOwn() {
    assertThat(Taps.nameFor("web")).isEqualTo("tap-web");
    assertThat(Taps.nameFor("shop-database-1"))
        .hasSizeLessThanOrEqualTo(15)
        .isNotEqualTo(Taps.nameFor("shop-database-2"));
  }
}
