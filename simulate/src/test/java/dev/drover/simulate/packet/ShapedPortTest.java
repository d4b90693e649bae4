package dev.drover.simulate.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The narrow link of 100 Mbit/s leads to host b, so it is b's incoming side. */
final class ShapedPortTest {
  private final Simulator simulator = new Simulator();
  private final PacketNetwork network =
      new PacketNetwork(
          simulator,
          Lines.bottleneck("100Mbit/s", Duration.ofMillis(1), 100),
          TcpConfig.linux(),
          38);

  private Stream bulk(TrafficKind kind, String owner) {
    Stream stream = network.open(Lines.across(), kind, owner, new StreamListener() {});
    stream.write(1L << 40);
    return stream;
  }

  private static Reservation reservation(
      String migration, String ceiling, boolean yields, String workload, String tenant) {
    return new Reservation(
        "b",
        TrafficClass.INCOMING,
        BitRate.parse(migration),
        BitRate.parse(ceiling),
        yields,
        BitRate.parse(workload),
        List.of(new Reservation.TenantShare("tenant", BitRate.parse(tenant))));
  }

  /** {@return Mbit/s of payload in the ten seconds to come, after one to settle} */
  private double[] rates(Stream... streams) {
    simulator.run(simulator.now() + 2 * SimTime.SECOND);
    long[] before = new long[streams.length];
    for (int i = 0; i < streams.length; i++) {
      before[i] = streams[i].delivered();
    }
    simulator.run(simulator.now() + 10 * SimTime.SECOND);
    double[] rates = new double[streams.length];
    for (int i = 0; i < streams.length; i++) {
      rates[i] = (streams[i].delivered() - before[i]) * 8 / 10e6;
    }
    return rates;
  }

  @Test
  void guarantees_bothSaturate_areKept() {
    Stream migration = bulk(TrafficKind.MIGRATION, "vm");
    Stream tenant = bulk(TrafficKind.WORKLOAD, "tenant");
    network.reserve(reservation("20Mbit/s", "100Mbit/s", false, "80Mbit/s", "80Mbit/s"));

    double[] rates = rates(migration, tenant);

    assertThat(rates[0]).isBetween(17.5, 20.5);
    assertThat(rates[1]).isBetween(71.0, 77.0);
  }

  @Test
  void migration_workloadSilent_borrowsUpToItsCeiling() {
    Stream migration = bulk(TrafficKind.MIGRATION, "vm");
    network.reserve(reservation("20Mbit/s", "60Mbit/s", false, "40Mbit/s", "40Mbit/s"));

    assertThat(rates(migration)[0]).isBetween(53.0, 60.0);
  }

  @Test
  void incoming_nobodyElseThere_isShapedToTheSumOfBothGuarantees() {
    Stream migration = bulk(TrafficKind.MIGRATION, "vm");
    network.reserve(reservation("20Mbit/s", "100Mbit/s", false, "50Mbit/s", "50Mbit/s"));

    assertThat(rates(migration)[0]).isBetween(63.0, 66.5);
  }

  @Test
  void scavenger_tenantTakesAll_hasItsGuaranteeOnly() {
    Stream migration = bulk(TrafficKind.MIGRATION, "vm");
    Stream tenant = bulk(TrafficKind.WORKLOAD, "tenant");
    network.reserve(reservation("4Mbit/s", "100Mbit/s", true, "96Mbit/s", "50Mbit/s"));

    double[] rates = rates(migration, tenant);

    assertThat(rates[0]).isBetween(3.0, 5.0);
    assertThat(rates[1]).isGreaterThan(85.0);
  }

  @Test
  void released_bothShareAgain() {
    Stream migration = bulk(TrafficKind.MIGRATION, "vm");
    Stream tenant = bulk(TrafficKind.WORKLOAD, "tenant");
    network.reserve(reservation("4Mbit/s", "100Mbit/s", true, "96Mbit/s", "50Mbit/s"));
    rates(migration, tenant);

    network.release("b", TrafficClass.INCOMING);
    double[] rates = rates(migration, tenant);

    assertThat(rates[0] + rates[1]).isGreaterThan(85.0);
    assertThat(rates[0]).isGreaterThan(15.0);
  }
}
