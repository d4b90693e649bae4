package dev.drover.simulate.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.model.Reservation;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.TrafficClass;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.fluid.FluidNetwork;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.stream.Reservable;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.Topologies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A migration and a tenant on the divided NIC of h1, a link of 100 Mbit/s: out of it both go to
 * different hosts, into it they come from different ones.
 */
final class ReservationsInBothModesTest {
  private static final Topology STAR =
      Topologies.star(
          3,
          new Cable(
              BitRate.ofMegabitsPerSecond(100),
              Duration.ofNanos(50_000),
              new Buffer.Size(Bytes.parse("128KiB"))));

  /** Mbit/s; the queues never run empty, and what is lost is lost before the link. */
  private static final double NEAR = 0.5;

  /** {@return payload of migration and tenant in Mbit/s, over five seconds} */
  private static <N extends StreamNetwork & Reservable> List<Double> rates(
      N network, Reservation reservation, boolean tenantSends) {
    List<Stream> streams = new ArrayList<>();
    streams.add(open(network, reservation.direction(), "h2", TrafficKind.MIGRATION, "vm"));
    if (tenantSends) {
      streams.add(open(network, reservation.direction(), "h3", TrafficKind.WORKLOAD, "tenant"));
    }
    network.reserve(reservation);
    Simulator simulator = network.simulator();
    simulator.run(SimTime.SECOND);
    List<Long> before = streams.stream().map(Stream::delivered).toList();
    simulator.run(6 * SimTime.SECOND);
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      rates.add((streams.get(i).delivered() - before.get(i)) * 8 / 5e6);
    }
    return rates;
  }

  private static Stream open(
      StreamNetwork network, TrafficClass direction, String peer, TrafficKind kind, String owner) {
    Route route =
        new Route(
            direction == TrafficClass.OUTGOING
                ? List.of("h1", "s1", peer)
                : List.of(peer, "s1", "h1"));
    Stream stream = network.open(route, kind, owner, new StreamListener() {});
    stream.write(1L << 40);
    return stream;
  }

  /** A guarantee, one the other way, a ceiling with room beside it, and a migration that yields. */
  @ParameterizedTest
  @CsvSource({
    "OUTGOING, 20, 100, false, 80, true",
    "INCOMING, 20, 100, false, 80, true",
    "OUTGOING, 70, 100, false, 30, true",
    "INCOMING, 70, 100, false, 30, true",
    "OUTGOING, 20, 60, false, 40, false",
    "INCOMING, 20, 60, false, 40, true",
    "OUTGOING, 4, 100, true, 50, true",
    "INCOMING, 4, 100, true, 50, false",
  })
  void reservation_inBothNetworks_givesTheSameRates(
      TrafficClass direction,
      long migration,
      long ceiling,
      boolean yields,
      long workload,
      boolean tenantSends) {
    Reservation reservation =
        new Reservation(
            "h1",
            direction,
            BitRate.ofMegabitsPerSecond(migration),
            BitRate.ofMegabitsPerSecond(ceiling),
            yields,
            BitRate.ofMegabitsPerSecond(workload),
            List.of(new TenantShare("tenant", BitRate.ofMegabitsPerSecond(workload))));

    List<Double> packets =
        rates(
            new PacketNetwork(new Simulator(), STAR, TcpConfig.linux(), 38),
            reservation,
            tenantSends);
    List<Double> fluid = rates(new FluidNetwork(new Simulator(), STAR), reservation, tenantSends);

    for (int i = 0; i < packets.size(); i++) {
      assertThat(packets.get(i))
          .as(i == 0 ? "migration" : "tenant")
          .isCloseTo(fluid.get(i), within(NEAR));
    }
  }
}
