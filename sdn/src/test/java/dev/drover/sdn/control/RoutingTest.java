package dev.drover.sdn.control;

import static dev.drover.sdn.control.Scenes.arrivals;
import static dev.drover.sdn.control.Scenes.introduce;
import static dev.drover.sdn.control.Scenes.path;
import static dev.drover.sdn.control.Scenes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.routing.LinkWeights;
import dev.drover.decide.routing.RouteDeciders;
import dev.drover.decide.routing.RouteDecision.Routed;
import dev.drover.decide.routing.RoutingView;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.model.unit.BitRate;
import dev.drover.sdn.api.NetworkStatus.LinkStatus;
import dev.drover.sdn.control.ControllerSettings.RatedLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoutingTest {
  private static final int SWITCHES = 8;
  private static final int HOST_PORT = 100;

  /** The same network as the controller finds it and as the simulator has it, with hosts. */
  private record Twin(FakeNetwork network, Topology topology, List<int[]> cables) {
    static Twin drawn(String routing, long seed) {
      Random random = new Random(seed);
      FakeNetwork network = new FakeNetwork(Scenes.settings(routing), seed);
      List<Node> nodes = new ArrayList<>();
      List<Link> links = new ArrayList<>();
      List<int[]> cables = new ArrayList<>();
      Set<Integer> joined = new HashSet<>();
      for (int id = 1; id <= SWITCHES; id++) {
        nodes.add(new Node(Integer.toString(id), Node.Kind.SWITCH));
        if (id > 1) {
          joined.add(key(1 + random.nextInt(id - 1), id));
        }
      }
      for (int i = 0; i < SWITCHES; i++) {
        int one = 1 + random.nextInt(SWITCHES);
        int other = 1 + random.nextInt(SWITCHES);
        if (one != other) {
          joined.add(key(Math.min(one, other), Math.max(one, other)));
        }
      }
      for (int key : joined.stream().sorted().toList()) {
        int one = key / 100;
        int other = key % 100;
        network.cable(one, other, other, one);
        links.add(link(Integer.toString(one), Integer.toString(other)));
        cables.add(new int[] {one, other});
      }
      for (int id = 1; id <= SWITCHES; id++) {
        network.host("h" + id, Scenes.address(id), id, HOST_PORT);
        nodes.add(new Node("h" + id, Node.Kind.HOST));
        links.add(link("h" + id, Integer.toString(id)));
      }
      return new Twin(network, new Topology(nodes, links), cables);
    }

    private static int key(int one, int other) {
      return one * 100 + other;
    }

    private static Link link(String one, String other) {
      return new Link(
          one, other, BitRate.ofMegabitsPerSecond(1000), Duration.ZERO, new Buffer.Packets(1));
    }

    /** Every port counts as if it had sent some; {@return what each link carried} */
    long[] load(Random random) {
      long[] bytes = new long[topology.links().size()];
      for (int i = 0; i < cables.size(); i++) {
        int[] cable = cables.get(i);
        long there = random.nextInt(4) * 1_000_000L;
        long back = random.nextInt(4) * 1_000_000L;
        network.at(cable[0]).socket(cable[1]).sent += there;
        network.at(cable[1]).socket(cable[0]).sent += back;
        bytes[i] = there + back;
      }
      return bytes;
    }
  }

  @Test
  void choices_underDrawnLoads_areTheSimulatorsDecidersOwn() {
    for (String routing : List.of("d-r", "d-r-shortest", "static")) {
      for (long seed = 1; seed <= 12; seed++) {
        Twin twin = Twin.drawn(routing, seed);
        FakeNetwork network = twin.network();
        network.start();
        introduce(network);
        Random random = new Random(seed);
        // To the beginning of a period, so that all that is added falls into one.
        network.pass(Duration.ofMillis(1100));
        long[] bytes = twin.load(random);
        network.pass(Scenes.PERIOD);
        RoutingView view = RoutingView.idle(twin.topology()).updated(bytes);

        for (int i = 0; i < 6; i++) {
          int from = 1 + random.nextInt(SWITCHES);
          int to = 1 + (from + random.nextInt(SWITCHES - 1)) % SWITCHES;
          String source = "h" + from;
          String destination = "h" + to;
          if (!path(network, source, destination).isEmpty()) {
            continue;
          }
          assertThat(arrivals(network, destination, send(network, source, destination)))
              .isEqualTo(1);
          Routed expected =
              (Routed) RouteDeciders.named(routing).route(view, source, destination, 0);
          view = view.taking(expected.route());
          List<String> nodes = expected.route().nodes();
          assertThat(path(network, source, destination))
              .as("%s, seed %d, %s to %s", routing, seed, source, destination)
              .isEqualTo(nodes.subList(1, nodes.size() - 1));
        }
      }
    }
  }

  @Test
  void secondPair_inAPeriod_takesTheOtherWay_andAfterTheUpdateEitherIsFree() {
    FakeNetwork network = Scenes.ring("d-r");
    network.start();
    introduce(network);
    arrivals(network, "h2", send(network, "h1", "h2"));
    assertThat(network.controller().status().links())
        .extracting(LinkStatus::taken)
        .containsExactly(true, false, true, false);
    arrivals(network, "h4", send(network, "h3", "h4"));

    assertThat(path(network, "h1", "h2")).containsExactly("1", "2", "4");
    assertThat(path(network, "h3", "h4")).containsExactly("1", "3", "4");
    network.pass(Scenes.PERIOD.plusSeconds(2));
    assertThat(network.controller().status().links())
        .extracting(LinkStatus::taken)
        .containsOnly(false);
  }

  /** By bytes the slow links are the less loaded ones, by use they are the fuller ones. */
  @ParameterizedTest
  @CsvSource({"BYTES, 3", "UTILISATION, 2"})
  void weights_whereLinksDiffer_decideBetweenBytesAndUse(LinkWeights weights, String over) {
    FakeNetwork network =
        Scenes.ring(
            new ControllerSettings(
                RouteDeciders.named("d-r"),
                Scenes.PERIOD,
                Scenes.IDLE,
                weights,
                false,
                Duration.ofSeconds(1),
                List.of(),
                List.of(
                    rated("1", "2", 1000),
                    rated("2", "4", 1000),
                    rated("1", "3", 10),
                    rated("3", "4", 10)),
                List.of()));
    network.start();
    introduce(network);
    network.pass(Duration.ofMillis(1100));
    network.at(1).socket(1).sent += 5_000_000;
    network.at(1).socket(2).sent += 1_000_000;
    network.pass(Scenes.PERIOD);

    arrivals(network, "h2", send(network, "h1", "h2"));

    assertThat(path(network, "h1", "h2")).containsExactly("1", over, "4");
  }

  private static RatedLink rated(String left, String right, long megabits) {
    return new RatedLink(left, right, BitRate.ofMegabitsPerSecond(megabits));
  }

  @Test
  void ecmp_choosesByThePairAlone() {
    List<String> first = null;
    for (int run = 0; run < 2; run++) {
      FakeNetwork network = Scenes.ring("ecmp");
      network.start();
      introduce(network);
      if (run == 1) {
        arrivals(network, "h4", send(network, "h3", "h4"));
      }
      arrivals(network, "h2", send(network, "h1", "h2"));
      if (first == null) {
        first = path(network, "h1", "h2");
      }
      assertThat(path(network, "h1", "h2")).isEqualTo(first).hasSize(3);
    }
  }

  @Test
  void switchThatDoesNotAnswer_doesNotHoldUpTheUpdate() {
    FakeNetwork network = Scenes.ring("d-r");
    network.start();
    introduce(network);
    network.at(3).answers = false;
    network.pass(Duration.ofMillis(1100));
    network.at(1).socket(1).sent += 5_000_000;

    network.pass(Scenes.PERIOD.plusSeconds(2));

    assertThat(network.controller().status().links().getFirst().leftToRight().bitsPerSecond())
        .isBetween(8_000_000L, 8_002_000L);
    arrivals(network, "h2", send(network, "h1", "h2"));
    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
  }

  @Test
  void counters_thatBeginAnew_countAsNothing() {
    FakeNetwork network = Scenes.ring("d-r");
    network.at(1).socket(1).sent = -1000;
    network.start();
    introduce(network);
    network.at(1).socket(1).sent = 0;

    network.pass(Scenes.PERIOD.plusSeconds(2));

    assertThat(network.controller().status().links().getFirst().leftToRight().bitsPerSecond())
        .isLessThan(2000);
  }

  @Test
  void counters_above63Bits_areReadAsWhatTheyAre() {
    FakeNetwork network = Scenes.ring("d-r");
    network.at(1).socket(1).sent = Long.MAX_VALUE - 2_000_000;
    network.start();
    network.pass(Duration.ofMillis(1100));
    network.at(1).socket(1).sent += 5_000_000;
    network.pass(Scenes.PERIOD);

    assertThat(network.controller().status().links().getFirst().leftToRight().bitsPerSecond())
        .isBetween(8_000_000L, 8_002_000L);
  }

  @Test
  void pathRates_areCountedAtTheFirstSwitch() {
    FakeNetwork network = Scenes.ring("d-r");
    network.start();
    introduce(network);
    arrivals(network, "h2", send(network, "h1", "h2"));
    network.pass(Duration.ofMillis(1100));
    for (int i = 0; i < 100; i++) {
      send(network, "h1", "h2");
    }
    network.pass(Scenes.PERIOD);

    assertThat(network.controller().status().paths())
        .filteredOn(path -> path.source().equals("10.77.0.1"))
        .singleElement()
        .satisfies(path -> {
          assertThat(path.sent().count()).isEqualTo(6200);
          assertThat(path.rate().bitsPerSecond()).isEqualTo(9920);
        });
  }
}
