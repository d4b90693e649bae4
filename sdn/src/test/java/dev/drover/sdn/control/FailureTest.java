package dev.drover.sdn.control;

import static dev.drover.sdn.control.Scenes.arrivals;
import static dev.drover.sdn.control.Scenes.introduce;
import static dev.drover.sdn.control.Scenes.path;
import static dev.drover.sdn.control.Scenes.ring;
import static dev.drover.sdn.control.Scenes.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FailureTest {
  private static FakeNetwork running() {
    FakeNetwork network = ring("static");
    network.start();
    introduce(network);
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(path(network, "h1", "h2")).containsExactly("1", "2", "4");
    return network;
  }

  @Test
  void portDown_onAPath_movesItsPairsInTheSameEvent() {
    FakeNetwork network = running();
    arrivals(network, "h3", send(network, "h1", "h3"));
    long untouched = network.at(1).rules.stream().filter(rule -> rule.bytes > 0).count();

    network.at(2).setUp(2, false);
    network.settle();

    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
    assertThat(path(network, "h1", "h3")).containsExactly("1");
    assertThat(untouched).isPositive();
  }

  @Test
  void oldRules_ofAMovedPair_areRemovedWhenWhatWasUnderWayHasArrived() {
    FakeNetwork network = running();
    assertThat(network.at(2).rules).hasSize(7);
    network.at(2).setUp(2, false);
    network.settle();
    assertThat(network.at(2).rules).hasSize(7);

    network.pass(Duration.ofMillis(1100));

    assertThat(network.at(2).rules).hasSize(5);
    // The fixed ones, the pair's two, and what answers h1's questions for h2.
    assertThat(network.at(1).rules).hasSize(8);
  }

  @Test
  void switchThatLeaves_isPassedNoMore() {
    FakeNetwork network = running();

    network.at(2).leave();
    network.settle();

    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
  }

  @Test
  void pairWithoutAnyWay_waits_andGoesOnWhenALinkIsBack() {
    FakeNetwork network = running();
    network.setUp(1, 1, false);
    network.setUp(1, 2, false);
    network.settle();
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isZero();

    network.setUp(1, 2, true);
    network.settle();

    long commands = network.commands;
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(network.commands).isEqualTo(commands);
    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
  }

  @Test
  void newPairWithoutAnyWay_packetWaitsForTheLink() {
    FakeNetwork network = ring("static");
    network.start();
    introduce(network);
    network.setUp(1, 1, false);
    network.setUp(1, 2, false);
    network.settle();
    long id = send(network, "h1", "h2");
    network.pass(Duration.ofSeconds(1));
    assertThat(arrivals(network, "h2", id)).isZero();

    network.setUp(1, 1, true);

    assertThat(arrivals(network, "h2", id)).isEqualTo(1);
  }

  @Test
  void linkThatComesBack_leavesPairsThatAreWell() {
    FakeNetwork network = running();
    network.setUp(1, 1, false);
    network.settle();
    network.pass(Duration.ofSeconds(2));

    network.setUp(1, 1, true);
    network.settle();

    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
  }

  @Test
  void switchThatRestarts_getsItsRulesAgain() {
    FakeNetwork network = running();
    network.at(4).leave();
    network.settle();
    network.at(4).rules.clear();

    network.at(4).join();
    network.settle();
    network.pass(Duration.ofMillis(100));

    long commands = network.commands;
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
    assertThat(network.commands).isEqualTo(commands);
  }

  @Test
  void hostsPort_downAndUp_pairGoesOn() {
    FakeNetwork network = running();
    network.setUp(4, 10, false);
    network.settle();
    network.pass(Duration.ofSeconds(2));

    network.setUp(4, 10, true);

    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
  }

  @Test
  void switchThatStaysAway_itsPairsAreForgotten() {
    FakeNetwork network = running();
    network.at(1).leave();
    network.at(4).leave();

    network.pass(Scenes.IDLE.plusSeconds(2));

    assertThat(network.controller().status().paths()).isEmpty();
  }

  @Test
  void parallelLinks_whenOneFails_theOtherIsUsed() {
    FakeNetwork network = new FakeNetwork(Scenes.settings("static"), 5);
    network.cable(1, 1, 2, 1);
    network.cable(1, 2, 2, 2);
    network.host("h1", Scenes.address(1), 1, 10);
    network.host("h2", Scenes.address(2), 2, 10);
    network.start();
    introduce(network);
    assertThat(network.controller().status().links()).hasSize(2);
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);

    for (long port : List.of(1L, 2L)) {
      network.setUp(1, port, false);
      network.settle();
      assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
      network.setUp(1, port, true);
      network.settle();
    }
  }

  @Test
  void tableThatIsFull_isToldOnce_andPacketsStillArrive() {
    FakeNetwork network = ring("static");
    network.start();
    introduce(network);
    network.at(2).room = network.at(2).rules.size();

    try (LogLines lines = LogLines.of(Refusals.class)) {
      for (int i = 0; i < 5; i++) {
        assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
        network.pass(Duration.ofMillis(600));
      }
      assertThat(lines.texts())
          .containsExactly("2 refused a rule of 10.77.0.1→10.77.0.2: its table is full");
    }
    assertThat(network.controller().status().paths()).isEmpty();

    network.at(2).room = 100;
    network.pass(Duration.ofSeconds(2));
    arrivals(network, "h2", send(network, "h1", "h2"));
    assertThat(path(network, "h1", "h2")).containsExactly("1", "2", "4");
  }
}
