package dev.drover.simulate.fluid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
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
import java.util.List;
import org.junit.jupiter.api.Test;

class FluidNetworkTest {
  /** 8 Mbit/s: a byte takes a microsecond. */
  private static final Cable CABLE =
      new Cable(BitRate.ofMegabitsPerSecond(8), Duration.ofMillis(10), new Buffer.Packets(100));

  private static final FluidConfig BARE = new FluidConfig(1, 1);

  private final Simulator simulator = new Simulator();
  private final FluidNetwork network = network(Topologies.star(4, CABLE));
  private final List<String> heard = new ArrayList<>();

  private FluidNetwork network(Topology topology) {
    return new FluidNetwork(simulator, topology, BARE);
  }

  private Stream open(String from, String to) {
    return network.open(
        new Route(List.of(from, "s1", to)), TrafficKind.WORKLOAD, from + to, new Recorder());
  }

  private void at(Duration time, Runnable what) {
    simulator.schedule(SimTime.of(time), simulator.register(what::run));
  }

  private void run() {
    simulator.run(SimTime.of(Duration.ofHours(1)));
  }

  @Test
  void stream_alone_sendsAtLinkRateArrivesAfterDelayAndIsAcknowledgedAfterAnother() {
    Stream stream = open("h1", "h2");
    stream.write(1_000_000);

    run();

    assertThat(heard)
        .containsExactly(
            "h1h2 low at 1000.000 ms",
            "h1h2 delivered 1000000 at 1020.000 ms",
            "h1h2 acknowledged at 1040.000 ms");
  }

  @Test
  void stream_whileUnderWay_tellsWhatIsSentDeliveredAndAcknowledged() {
    Stream stream = open("h1", "h2");
    stream.write(1_000_000);

    simulator.run(SimTime.of(Duration.ofMillis(500)));

    assertThat(stream.sent()).isEqualTo(500_000);
    assertThat(stream.delivered()).isEqualTo(480_000);
    assertThat(stream.acknowledged()).isEqualTo(460_000);
    assertThat(network.bytesSent("s1", "h2", TrafficKind.WORKLOAD)).isEqualTo(500_000);
    assertThat(network.bytesSent("s1", "h2", TrafficKind.MIGRATION)).isZero();
    assertThat(network.bytesSent("h2", "s1", TrafficKind.WORKLOAD)).isZero();
  }

  @Test
  void streams_toOneReceiver_shareItAndTheLongerOneSpeedsUpAfter() {
    open("h1", "h3").write(500_000);
    open("h2", "h3").write(1_000_000);

    run();

    assertThat(heard).contains("h1h3 low at 1000.000 ms", "h2h3 low at 1500.000 ms");
  }

  @Test
  void limit_belowShare_leavesTheRestToOthers() {
    Stream limited = open("h1", "h3");
    limited.limit(2_000_000);
    limited.write(250_000);
    open("h2", "h3").write(750_000);

    run();

    assertThat(heard).contains("h1h3 low at 1000.000 ms", "h2h3 low at 1000.000 ms");
  }

  @Test
  void limit_ofZero_stopsUntilRaised() {
    Stream stream = open("h1", "h2");
    stream.write(1_000_000);
    at(Duration.ofMillis(400), () -> stream.limit(0));
    at(Duration.ofMillis(900), () -> stream.limit(Stream.UNLIMITED));

    run();

    assertThat(heard)
        .containsExactly(
            "h1h2 low at 1500.000 ms",
            "h1h2 delivered 1000000 at 1520.000 ms",
            "h1h2 acknowledged at 1540.000 ms");
  }

  @Test
  void lowWater_set_isToldWhenUnsentFallsToIt() {
    Stream stream = open("h1", "h2");
    stream.lowWater(200_000);
    stream.write(1_000_000);

    run();

    assertThat(heard).first().isEqualTo("h1h2 low at 800.000 ms");
    assertThat(heard).filteredOn(line -> line.contains("low")).hasSize(1);
  }

  @Test
  void write_fromBacklogLow_goesOnWithoutGap() {
    List<Long> rounds = new ArrayList<>();
    Stream stream =
        network.open(
            new Route(List.of("h1", "s1", "h2")),
            TrafficKind.MIGRATION,
            "vm",
            new StreamListener() {
              @Override
              public void backlogLow(Stream stream) {
                rounds.add(simulator.now());
                if (rounds.size() < 3) {
                  stream.write(500_000);
                }
              }
            });
    stream.write(1_000_000);

    run();

    assertThat(rounds).containsExactly(SimTime.SECOND, SimTime.SECOND * 3 / 2, SimTime.SECOND * 2);
  }

  @Test
  void expect_position_isToldOnArrival() {
    Stream stream = open("h1", "h2");
    stream.expect(300_000);
    stream.write(1_000_000);
    stream.expect(600_000);

    run();

    assertThat(heard)
        .filteredOn(line -> line.contains("delivered"))
        .containsExactly(
            "h1h2 delivered 300000 at 320.000 ms",
            "h1h2 delivered 600000 at 620.000 ms",
            "h1h2 delivered 1000000 at 1020.000 ms");
  }

  @Test
  void overhead_ofEthernet_leavesPayloadItsPart() {
    FluidNetwork ethernet = new FluidNetwork(simulator, Topologies.star(2, CABLE));
    Stream stream =
        ethernet.open(
            new Route(List.of("h1", "s1", "h2")),
            TrafficKind.MIGRATION,
            "vm",
            new StreamListener() {});
    stream.write(10_000_000);

    simulator.run(SimTime.SECOND);

    assertThat(stream.sent()).isCloseTo(941_482, within(1L));
    assertThat(stream.wireBytes()).isCloseTo(1_000_000, within(1L));
    assertThat(ethernet.bytesSent("h1", "s1", TrafficKind.MIGRATION))
        .isCloseTo(1_000_000, within(1L));
  }

  @Test
  void close_whileSending_freesTheLinkAndIsSilent() {
    Stream first = open("h1", "h3");
    first.write(10_000_000);
    open("h2", "h3").write(1_000_000);
    at(Duration.ofSeconds(1), first::close);

    run();

    assertThat(heard)
        .containsExactly(
            "h2h3 low at 1500.000 ms",
            "h2h3 delivered 1000000 at 1520.000 ms",
            "h2h3 acknowledged at 1540.000 ms");
    assertThat(first.sent()).isEqualTo(500_000);
    assertThatThrownBy(() -> first.write(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void open_withRouteOutsideTopology_isRefusedWithBothNames() {
    assertThatThrownBy(() -> open("h1", "h9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s1 to h9");
  }

  private final class Recorder implements StreamListener {
    @Override
    public void backlogLow(Stream stream) {
      note(stream, "low");
    }

    @Override
    public void allAcknowledged(Stream stream) {
      note(stream, "acknowledged");
    }

    @Override
    public void delivered(Stream stream) {
      note(stream, "delivered " + stream.delivered());
    }

    private void note(Stream stream, String what) {
      heard.add(
          "%s%s %s at %.3f ms"
              .formatted(
                  stream.source(),
                  stream.destination(),
                  what,
                  simulator.now() / (double) SimTime.MILLISECOND));
    }
  }
}
