package dev.drover.sdn.control;

import static dev.drover.sdn.control.Scenes.arrivals;
import static dev.drover.sdn.control.Scenes.introduce;
import static dev.drover.sdn.control.Scenes.path;
import static dev.drover.sdn.control.Scenes.ring;
import static dev.drover.sdn.control.Scenes.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AnnouncementTest {
  private static final int PORT = 49_152;

  private static Announcement announcement(String id, int connections) {
    return new Announcement(id, "10.77.0.1", "10.77.0.2", PORT, connections);
  }

  private static FakeNetwork running(String routing) {
    FakeNetwork network = ring(routing);
    network.start();
    introduce(network);
    return network;
  }

  @Test
  void oneConnection_hasItsRulesBeforeTheFirstPacket() {
    FakeNetwork network = running("d-r");

    var reserved = network.controller().announce(announcement("m1", 1));
    network.settle();
    assertThat(reserved.routes()).containsExactly(List.of("1", "2", "4"));
    network.pass(Scenes.IDLE.plusSeconds(5));

    long commands = network.commands;
    assertThat(arrivals(network, "h2", send(network, "h1", "h2", 40_000, PORT))).isEqualTo(1);
    assertThat(arrivals(network, "h1", send(network, "h2", "h1", PORT, 40_000))).isEqualTo(1);
    assertThat(network.commands).isEqualTo(commands);
  }

  @Test
  void newPairs_avoidReservedLinks_untilWithdrawn() {
    FakeNetwork network = running("d-r");
    network.controller().announce(announcement("m1", 1));
    network.pass(Scenes.PERIOD.multipliedBy(2));

    arrivals(network, "h4", send(network, "h3", "h4"));
    assertThat(path(network, "h3", "h4")).containsExactly("1", "3", "4");

    network.controller().withdraw("m1");
    network.pass(Scenes.IDLE.plusSeconds(10));
    assertThat(network.controller().status().paths()).isEmpty();
    arrivals(network, "h4", send(network, "h3", "h4"));
    assertThat(path(network, "h3", "h4")).containsExactly("1", "2", "4");
  }

  @Test
  void migrations_thatBeginWhenNewPairsHaveTakenAllWays_shareNone() {
    FakeNetwork network = running("d-r");
    arrivals(network, "h2", send(network, "h1", "h2"));
    arrivals(network, "h4", send(network, "h3", "h4"));
    assertThat(path(network, "h1", "h2")).isNotEqualTo(path(network, "h3", "h4"));

    var first = network.controller().announce(announcement("m1", 1));
    var second =
        network.controller().announce(new Announcement("m2", "10.77.0.3", "10.77.0.4", PORT, 1));

    assertThat(first.routes()).doesNotContainAnyElementsOf(second.routes());
    arrivals(network, "h4", send(network, "h1", "h4"));
    assertThat(path(network, "h1", "h4")).hasSize(3);
  }

  @Test
  void migrations_moreThanThereAreWays_shareOne() {
    FakeNetwork network = running("d-r");
    network.controller().announce(announcement("m1", 1));
    network.controller().announce(new Announcement("m2", "10.77.0.3", "10.77.0.4", PORT, 1));

    var third =
        network.controller().announce(new Announcement("m3", "10.77.0.1", "10.77.0.4", PORT, 1));

    assertThat(third.routes().getFirst()).hasSize(3);
  }

  @Test
  void withdrawnMigration_keepsItsRulesWhileSomethingPasses() {
    FakeNetwork network = running("d-r");
    network.controller().announce(announcement("m1", 1));
    network.settle();
    network.controller().withdraw("m1");
    network.controller().withdraw("m1");
    network.settle();

    for (int second = 0; second < 60; second += 10) {
      long commands = network.commands;
      assertThat(arrivals(network, "h2", send(network, "h1", "h2", 40_000, PORT))).isEqualTo(1);
      assertThat(arrivals(network, "h1", send(network, "h2", "h1", PORT, 40_000))).isEqualTo(1);
      assertThat(network.commands).isEqualTo(commands);
      network.pass(Duration.ofSeconds(10));
    }
    network.pass(Scenes.IDLE.plusSeconds(2));
    assertThat(network.controller().status().paths()).isEmpty();
  }

  @Test
  void severalConnections_takeDisjointWays_bothDirections() {
    FakeNetwork network = running("d-r");

    var reserved = network.controller().announce(announcement("m1", 2));
    network.settle();
    assertThat(reserved.routes())
        .containsExactlyInAnyOrder(List.of("1", "2", "4"), List.of("1", "3", "4"));

    for (int port = 40_000; port < 40_003; port++) {
      assertThat(arrivals(network, "h2", send(network, "h1", "h2", port, PORT))).isEqualTo(1);
      assertThat(arrivals(network, "h1", send(network, "h2", "h1", PORT, port))).isEqualTo(1);
    }
    List<String> first = path(network, "h1", "h2", "tcp 40000>" + PORT);
    List<String> second = path(network, "h1", "h2", "tcp 40001>" + PORT);
    assertThat(first).isEqualTo(reserved.routes().get(0));
    assertThat(second).isEqualTo(reserved.routes().get(1));
    assertThat(path(network, "h1", "h2", "tcp 40002>" + PORT)).isEqualTo(first);
    assertThat(path(network, "h2", "h1", "tcp " + PORT + ">40001")).isEqualTo(second.reversed());
    assertThat(network.controller().status().paths())
        .filteredOn(path -> !path.connection().isEmpty())
        .extracting(PathStatus::migration)
        .containsOnly("m1");
  }

  @Test
  void connection_whoseRulesWentIdle_getsItsWayAgain() {
    FakeNetwork network = running("d-r");
    network.controller().announce(announcement("m1", 2));
    network.settle();
    arrivals(network, "h2", send(network, "h1", "h2", 40_000, PORT));
    arrivals(network, "h2", send(network, "h1", "h2", 40_001, PORT));
    List<String> first = path(network, "h1", "h2", "tcp 40000>" + PORT);
    network.pass(Scenes.IDLE.plusSeconds(2));

    assertThat(arrivals(network, "h1", send(network, "h2", "h1", PORT, 40_000))).isEqualTo(1);

    assertThat(path(network, "h1", "h2", "tcp 40000>" + PORT)).isEqualTo(first);
  }

  @Test
  void otherTrafficOfTheSameHosts_hasAWayOfItsOwn() {
    FakeNetwork network = running("d-r");
    network.controller().announce(announcement("m1", 1));
    network.settle();

    assertThat(arrivals(network, "h2", send(network, "h1", "h2", 40_000, 80))).isEqualTo(1);

    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
  }

  @Test
  void reservedWay_thatBreaks_isReplacedAtOnce() {
    for (int connections = 1; connections <= 2; connections++) {
      FakeNetwork network = running("d-r");
      network.controller().announce(announcement("m1", connections));
      network.settle();
      arrivals(network, "h2", send(network, "h1", "h2", 40_000, PORT));

      network.at(2).leave();
      network.settle();

      assertThat(network.controller().announce(announcement("m1", connections)).routes())
          .containsOnly(List.of("1", "3", "4"));
      assertThat(arrivals(network, "h2", send(network, "h1", "h2", 40_000, PORT))).isEqualTo(1);
    }
  }

  @Test
  void announcedSource_thatMoves_isServedWhereItIs() {
    FakeNetwork network = running("d-r");
    network.controller().announce(announcement("m1", 2));
    network.settle();
    FakeHost moved = Scenes.host(network, "h1");
    moved.moveTo(network.at(3), 12);
    moved.send(Packets.rarp(moved.mac));
    network.settle();

    assertThat(arrivals(network, "h2", send(network, "h1", "h2", 40_000, PORT))).isEqualTo(1);
    assertThat(path(network, "h1", "h2", "tcp 40000>" + PORT)).startsWith("3").endsWith("4");
  }

  @Test
  void withdrawal_ofSeveralConnections_leavesNoRule() {
    FakeNetwork network = running("d-r");
    network.controller().announce(announcement("m1", 2));
    network.settle();
    arrivals(network, "h2", send(network, "h1", "h2", 40_000, PORT));
    network.controller().withdraw("m1");
    network.pass(Scenes.IDLE.plusSeconds(2));

    assertThat(network.switches.values()).allSatisfy(each -> assertThat(each.rules).hasSize(5));
  }

  @Test
  void announcement_thatNobodyUsesOrWithdraws_lapses() {
    FakeNetwork network = running("d-r");
    network.controller().announce(announcement("m1", 1));
    network.pass(Duration.ofNanos(Migrations.LAPSE).plus(Scenes.IDLE).plusSeconds(20));

    assertThat(network.controller().status().paths()).isEmpty();
  }

  @Test
  void announcement_thatIsImpossible_isRefusedWithTheReason() {
    FakeNetwork network = running("d-r");
    Controller controller = network.controller();
    controller.announce(announcement("m1", 1));

    assertThat(controller.announce(announcement("m1", 1)).routes()).hasSize(1);
    refused(controller, announcement("m1", 2), "announced already");
    refused(controller, announcement("m2", 1), "migration m1 has the same ends and port");
    refused(controller, new Announcement("m3", "h1", "10.77.0.2", PORT, 1), "no IPv4 address");
    refused(
        controller, new Announcement("m3", "10.77.0.1", "10.77.0.9", PORT, 1), "nothing was seen");
    refused(controller, new Announcement("m3", "10.77.0.1", "10.77.0.1", 1, 1), "both behind 1:10");
    refused(controller, new Announcement("m3", "10.77.0.1", "10.77.0.2", 0, 1), "port must be");
    refused(controller, new Announcement("m3", "10.77.0.1", "10.77.0.2", 1, 65), "connections");
    refused(controller, new Announcement(" ", "10.77.0.1", "10.77.0.2", 1, 1), "an id is missing");
    network.setUp(1, 1, false);
    network.setUp(1, 2, false);
    network.settle();
    refused(controller, new Announcement("m3", "10.77.0.3", "10.77.0.2", 5, 1), "no way from 1:11");
    refused(controller, new Announcement("m3", "10.77.0.3", "10.77.0.2", 5, 3), "no way from 1:11");
  }

  @Test
  void hostsThatHaveNeverSentAnything_areAskedFor() {
    FakeNetwork network = ring("d-r");
    network.start();
    Controller controller = network.controller();

    assertThatThrownBy(() -> controller.announce(announcement("m1", 1)))
        .isInstanceOfSatisfying(
            AnnouncementRefused.class, refusal -> assertThat(refusal.mayPass()).isTrue());
    network.pass(Duration.ofMillis(100));

    assertThat(controller.announce(announcement("m1", 1)).routes()).hasSize(1);
  }

  private static void refused(Controller controller, Announcement asked, String why) {
    assertThatThrownBy(() -> controller.announce(asked))
        .isInstanceOf(AnnouncementRefused.class)
        .hasMessageContaining(why);
  }
}
