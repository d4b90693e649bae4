package dev.drover.simulate.fluid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drover.model.Reservation;
import dev.drover.model.Reservation.TenantShare;
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
import java.util.List;
import org.junit.jupiter.api.Test;

/** A star of 100 Mbit/s links; rates are measured over a second, in Mbit/s. */
class ReservationTest {
  /** HTB's smallest rate, which a class has whatever it is given, and rounding. */
  private static final double NEAR = 0.13;

  private final Simulator simulator = new Simulator();
  private final FluidNetwork network =
      new FluidNetwork(
          simulator,
          Topologies.star(
              6,
              new Cable(BitRate.ofMegabitsPerSecond(100), Duration.ZERO, new Buffer.Packets(100))),
          new FluidConfig(1, 1));

  private Stream migration(String from, String to) {
    return open(from, to, TrafficKind.MIGRATION, "moving");
  }

  private Stream workload(String from, String to, String vm) {
    return open(from, to, TrafficKind.WORKLOAD, vm);
  }

  private Stream open(String from, String to, TrafficKind kind, String owner) {
    Stream stream =
        network.open(new Route(List.of(from, "s1", to)), kind, owner, new StreamListener() {});
    stream.write(1L << 40);
    return stream;
  }

  private double rate(Stream stream) {
    simulator.run(simulator.now() + 1);
    long before = stream.sent();
    simulator.run(simulator.now() + SimTime.SECOND);
    return (stream.sent() - before) * 8e-6;
  }

  private static BitRate megabits(long rate) {
    return BitRate.ofMegabitsPerSecond(rate);
  }

  private void reserve(
      String host,
      TrafficClass direction,
      long migration,
      long ceiling,
      boolean yields,
      long workload,
      TenantShare... tenants) {
    network.reserve(
        new Reservation(
            host,
            direction,
            megabits(migration),
            megabits(ceiling),
            yields,
            megabits(workload),
            List.of(tenants)));
  }

  @Test
  void guarantee_underLoad_isKeptHoweverManyOthersThereAre() {
    Stream moving = migration("h1", "h2");
    Stream first = workload("h1", "h3", "a");
    Stream second = workload("h1", "h4", "b");
    Stream third = workload("h1", "h5", "c");
    assertThat(rate(moving)).isCloseTo(25, within(NEAR));

    reserve("h1", TrafficClass.OUTGOING, 70, 100, false, 30);

    assertThat(rate(moving)).isCloseTo(70, within(NEAR));
    assertThat(rate(first)).isCloseTo(10, within(NEAR));
    assertThat(rate(second)).isCloseTo(10, within(NEAR));
    assertThat(rate(third)).isCloseTo(10, within(NEAR));
  }

  @Test
  void ceiling_withNobodyElse_isKept() {
    Stream moving = migration("h1", "h2");
    reserve("h1", TrafficClass.OUTGOING, 20, 60, false, 40);

    assertThat(rate(moving)).isCloseTo(60, within(NEAR));
  }

  @Test
  void guarantee_thatIsNotUsed_isLent() {
    Stream moving = migration("h1", "h2");
    Stream tenant = workload("h1", "h3", "a");
    tenant.limit(10_000_000);
    reserve("h1", TrafficClass.OUTGOING, 20, 100, false, 80);

    assertThat(rate(moving)).isCloseTo(90, within(NEAR));
    tenant.limit(Stream.UNLIMITED);
    assertThat(rate(moving)).isCloseTo(20, within(NEAR));
  }

  @Test
  void guarantee_ofAFlowThatWasHeldAtTheFarEnd_isGivenOnceItIsNot() {
    Stream moving = migration("h1", "h4");
    Stream tenant = workload("h1", "h3", "a");
    reserve("h1", TrafficClass.OUTGOING, 40, 100, false, 60);
    Stream other = workload("h2", "h3", "b");
    assertThat(rate(tenant)).isCloseTo(50, within(NEAR));
    assertThat(rate(moving)).isCloseTo(50, within(NEAR));

    other.close();

    assertThat(rate(tenant)).isCloseTo(60, within(NEAR));
    assertThat(rate(moving)).isCloseTo(40, within(NEAR));
  }

  @Test
  void scavenger_besideWorkload_takesOnlyWhatIsLeft() {
    Stream moving = migration("h1", "h2");
    Stream tenant = workload("h1", "h3", "a");
    reserve("h1", TrafficClass.OUTGOING, 0, 100, true, 0);
    assertThat(rate(moving)).isCloseTo(0, within(NEAR));
    assertThat(rate(tenant)).isCloseTo(100, within(NEAR));

    tenant.limit(35_000_000);

    assertThat(rate(moving)).isCloseTo(65, within(NEAR));
    assertThat(rate(tenant)).isCloseTo(35, within(NEAR));
  }

  @Test
  void spare_amongEquals_isSharedByQuantum() {
    Stream moving = migration("h1", "h2");
    Stream tenant = workload("h1", "h3", "a");
    reserve("h1", TrafficClass.OUTGOING, 5, 100, false, 15);

    assertThat(rate(moving)).isCloseTo(45, within(NEAR));
    assertThat(rate(tenant)).isCloseTo(55, within(NEAR));
  }

  @Test
  void tenants_withGuarantees_keepThemAndShareTheWorkloadsSpareBeforeMigrationBorrows() {
    Stream moving = migration("h1", "h2");
    Stream gold = workload("h1", "h3", "gold");
    Stream other = workload("h1", "h4", "other");
    Stream another = workload("h1", "h5", "another");
    reserve(
        "h1",
        TrafficClass.OUTGOING,
        30,
        100,
        false,
        70,
        new TenantShare("gold", megabits(50)),
        new TenantShare("idle", megabits(10)));

    assertThat(rate(moving)).isCloseTo(30, within(NEAR));
    double spare = rate(gold) - 50;
    assertThat(spare).isBetween(4.0, 6.0);
    assertThat(rate(other) + rate(another)).isCloseTo(20 - spare, within(NEAR));
    assertThat(rate(other)).isCloseTo(rate(another), within(NEAR));
  }

  @Test
  void reservationsAtBothEnds_theTighterOneHoldsAndTheOtherLends() {
    Stream moving = migration("h1", "h2");
    Stream atSource = workload("h1", "h3", "a");
    Stream atDestination = workload("h4", "h2", "b");
    reserve("h1", TrafficClass.OUTGOING, 60, 100, false, 40);
    reserve("h2", TrafficClass.INCOMING, 30, 100, false, 70);

    assertThat(rate(moving)).isCloseTo(30, within(NEAR));
    assertThat(rate(atSource)).isCloseTo(70, within(NEAR));
    assertThat(rate(atDestination)).isCloseTo(70, within(NEAR));
  }

  @Test
  void reservationsAtBothEnds_whenEqual_settle() {
    Stream moving = migration("h1", "h2");
    Stream atSource = workload("h1", "h3", "a");
    Stream atDestination = workload("h4", "h2", "b");
    reserve("h1", TrafficClass.OUTGOING, 60, 100, false, 40);
    reserve("h2", TrafficClass.INCOMING, 60, 100, false, 40);

    assertThat(rate(moving)).isCloseTo(60, within(NEAR));
    assertThat(rate(atSource)).isCloseTo(40, within(NEAR));
    assertThat(rate(atDestination)).isCloseTo(40, within(NEAR));
  }

  @Test
  void incoming_isShapedToTheSumOfTheReservation() {
    Stream moving = migration("h1", "h2");
    reserve("h2", TrafficClass.INCOMING, 40, 100, false, 50);

    assertThat(rate(moving)).isCloseTo(90, within(NEAR));
  }

  @Test
  void release_afterReservation_sharesEquallyAgain() {
    Stream moving = migration("h1", "h2");
    Stream tenant = workload("h1", "h3", "a");
    reserve("h1", TrafficClass.OUTGOING, 80, 100, false, 20);
    assertThat(rate(moving)).isCloseTo(80, within(NEAR));

    network.release("h1", TrafficClass.OUTGOING);

    assertThat(rate(moving)).isCloseTo(50, within(NEAR));
    assertThat(rate(tenant)).isCloseTo(50, within(NEAR));
  }

  @Test
  void reserve_aboveTheLink_isRefused() {
    assertThatThrownBy(() -> reserve("h1", TrafficClass.OUTGOING, 80, 100, false, 30))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("h1");
  }
}
