package dev.drover.simulate.fluid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.Topologies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random streams and reservations on a star of 100 Mbit/s links; rates in Mbit/s. */
class DivisionPropertyTest {
  private static final int HOSTS = 8;
  private static final double LINK = 100;

  /** Several classes at HTB's smallest rate of 0.064 Mbit/s. */
  private static final double NEAR = 0.3;

  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.rangeClosed(1, 60);
  }

  private record Flow(String from, String to, TrafficKind kind, double limit, Stream stream) {
    String end(TrafficClass direction) {
      return direction == TrafficClass.OUTGOING ? from : to;
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rates_withRandomReservations_keepGuaranteesAndCeilingsAndLeaveNothingUnused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Simulator simulator = new Simulator();
    Cable cable =
        new Cable(BitRate.ofMegabitsPerSecond(100), Duration.ZERO, new Buffer.Packets(100));
    FluidNetwork network =
        new FluidNetwork(simulator, Topologies.star(HOSTS, cable), new FluidConfig(1, 1));
    List<Flow> flows = flows(random, network);
    Map<String, Reservation> reservations = new HashMap<>();
    for (int i = 0; i < random.nextInt(1, 10); i++) {
      Reservation one = reservation(random);
      reservations.put(one.host() + one.direction(), one);
      network.reserve(one);
      simulator.run(simulator.now() + SimTime.MILLISECOND);
    }

    Map<Flow, Double> rates = rates(simulator, flows);

    for (TrafficClass direction : List.of(TrafficClass.OUTGOING, TrafficClass.INCOMING)) {
      for (int host = 1; host <= HOSTS; host++) {
        String name = "h" + host;
        String place = "seed " + seed + ", " + name + " " + direction;
        double capacity = capacity(reservations, name, direction);
        double migration = load(rates, name, direction, TrafficKind.MIGRATION);
        double workload = load(rates, name, direction, TrafficKind.WORKLOAD);
        assertThat(migration + workload).as(place).isLessThan(capacity + NEAR);
        Reservation reserved = reservations.get(name + direction);
        if (reserved != null) {
          double guaranteed = reserved.migration().bitsPerSecond() / 1e6;
          assertThat(migration)
              .as(place)
              .isLessThan(
                  Math.max(guaranteed, reserved.migrationCeiling().bitsPerSecond() / 1e6) + NEAR);
          boolean migrationWants =
              wantsMore(rates, reservations, name, direction, TrafficKind.MIGRATION);
          boolean workloadWants =
              wantsMore(rates, reservations, name, direction, TrafficKind.WORKLOAD);
          if (migrationWants) {
            assertThat(migration).as(place).isGreaterThan(guaranteed - NEAR);
          }
          if (workloadWants) {
            assertThat(workload)
                .as(place)
                .isGreaterThan(reserved.workload().bitsPerSecond() / 1e6 - NEAR);
            if (reserved.migrationYields()) {
              assertThat(migration).as(place).isLessThan(guaranteed + NEAR);
            }
          }
        }
      }
    }
    rates.forEach((flow, rate) ->
        assertThat(isHeld(rates, reservations, flow, rate))
            .as("seed %d: %s at %f is held up by something", seed, flow, rate)
            .isTrue());
  }

  private static List<Flow> flows(SplittableRandom random, FluidNetwork network) {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int from = random.nextInt(1, HOSTS + 1);
      int to = (from + random.nextInt(HOSTS - 1)) % HOSTS + 1;
      TrafficKind kind = random.nextInt(3) == 0 ? TrafficKind.MIGRATION : TrafficKind.WORKLOAD;
      Stream stream =
          network.open(
              new Route(List.of("h" + from, "s1", "h" + to)),
              kind,
              "vm" + i,
              new StreamListener() {});
      double limit = Double.POSITIVE_INFINITY;
      if (random.nextBoolean()) {
        limit = random.nextInt(1, 60);
        stream.limit((long) (limit * 1e6));
      }
      stream.write(1L << 40);
      flows.add(new Flow("h" + from, "h" + to, kind, limit, stream));
    }
    return flows;
  }

  private static Reservation reservation(SplittableRandom random) {
    int migration = random.nextInt(0, 90);
    int workload = random.nextInt(0, 101 - migration);
    return new Reservation(
        "h" + random.nextInt(1, HOSTS + 1),
        random.nextBoolean() ? TrafficClass.OUTGOING : TrafficClass.INCOMING,
        BitRate.ofMegabitsPerSecond(migration),
        BitRate.ofMegabitsPerSecond(random.nextInt(migration, 101)),
        random.nextInt(3) == 0,
        BitRate.ofMegabitsPerSecond(workload),
        List.of());
  }

  private static Map<Flow, Double> rates(Simulator simulator, List<Flow> flows) {
    long[] before = flows.stream().mapToLong(flow -> flow.stream().sent()).toArray();
    simulator.run(simulator.now() + SimTime.SECOND);
    Map<Flow, Double> rates = new HashMap<>();
    for (int i = 0; i < before.length; i++) {
      rates.put(flows.get(i), (flows.get(i).stream().sent() - before[i]) * 8e-6);
    }
    return rates;
  }

  private static double load(
      Map<Flow, Double> rates, String host, TrafficClass direction, TrafficKind kind) {
    return rates.entrySet().stream()
        .filter(
            entry -> entry.getKey().end(direction).equals(host) && entry.getKey().kind() == kind)
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static double capacity(
      Map<String, Reservation> reservations, String host, TrafficClass direction) {
    Reservation reserved = reservations.get(host + direction);
    return reserved != null && direction == TrafficClass.INCOMING
        ? (reserved.migration().bitsPerSecond() + reserved.workload().bitsPerSecond()) / 1e6
        : LINK;
  }

  /** Whether the end of a flow in that direction has nothing to spare for it. */
  private static boolean isFull(
      Map<Flow, Double> rates,
      Map<String, Reservation> reservations,
      Flow flow,
      TrafficClass direction) {
    String host = flow.end(direction);
    double migration = load(rates, host, direction, TrafficKind.MIGRATION);
    double all = migration + load(rates, host, direction, TrafficKind.WORKLOAD);
    Reservation reserved = reservations.get(host + direction);
    return all > capacity(reservations, host, direction) - NEAR
        || (reserved != null
            && flow.kind() == TrafficKind.MIGRATION
            && migration > reserved.migrationCeiling().bitsPerSecond() / 1e6 - NEAR);
  }

  private static boolean isHeld(
      Map<Flow, Double> rates, Map<String, Reservation> reservations, Flow flow, double rate) {
    return rate > flow.limit() - NEAR
        || isFull(rates, reservations, flow, TrafficClass.OUTGOING)
        || isFull(rates, reservations, flow, TrafficClass.INCOMING);
  }

  /** Whether a flow of that kind has nothing but this end that could hold it up. */
  private static boolean wantsMore(
      Map<Flow, Double> rates,
      Map<String, Reservation> reservations,
      String host,
      TrafficClass direction,
      TrafficKind kind) {
    TrafficClass other =
        direction == TrafficClass.OUTGOING ? TrafficClass.INCOMING : TrafficClass.OUTGOING;
    return rates.entrySet().stream()
        .anyMatch(entry ->
            entry.getKey().end(direction).equals(host)
                && entry.getKey().kind() == kind
                && entry.getValue() < entry.getKey().limit() - NEAR
                && !isFull(rates, reservations, entry.getKey(), other));
  }
}
