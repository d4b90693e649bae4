package dev.drover.sdn.control;

import static dev.drover.sdn.control.Scenes.arrivals;
import static dev.drover.sdn.control.Scenes.introduce;
import static dev.drover.sdn.control.Scenes.path;
import static dev.drover.sdn.control.Scenes.ring;
import static dev.drover.sdn.control.Scenes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.api.Announcement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MovesTest {
  private static final int PORT = 49_152;
  private static final int FROM = 40_000;

  /** What 1 Gbit/s carries in a period. */
  private static final long FULL = 625_000_000L;

  private static FakeNetwork migrating(boolean reroute) {
    FakeNetwork network = ring(Scenes.settings("d-r", reroute));
    network.start();
    introduce(network);
    network.controller().announce(new Announcement("m1", "10.77.0.1", "10.77.0.2", PORT, 1));
    network.settle();
    network.pass(Duration.ofMillis(1100));
    return network;
  }

  /** A period in which the migration gets {@code part} of 1–2–4, which is full. */
  private static void period(FakeNetwork network, double part) {
    arrivals(network, "h2", send(network, "h1", "h2", FROM, PORT));
    network.at(1).socket(1).sent += FULL;
    network.at(2).socket(2).sent += FULL;
    network.at(1).rules.stream()
        .filter(rule -> rule.mod.priority() == 200 && rule.mod.match().tcpDestination().isPresent())
        .forEach(rule -> rule.bytes += (long) (FULL * part));
    network.pass(Scenes.PERIOD);
  }

  @Test
  void migration_whosePathIsFull_isMovedAfterTwoPeriods_withoutLoss() {
    FakeNetwork network = migrating(true);
    period(network, 0.5);
    assertThat(path(network, "h1", "h2", "tcp *>" + PORT)).containsExactly("1", "2", "4");

    period(network, 0.5);

    assertThat(path(network, "h1", "h2", "tcp *>" + PORT)).containsExactly("1", "3", "4");
    long commands = network.commands;
    assertThat(arrivals(network, "h2", send(network, "h1", "h2", FROM, PORT))).isEqualTo(1);
    assertThat(network.commands).isEqualTo(commands);
  }

  @Test
  void migration_thatWasMoved_staysThere() {
    FakeNetwork network = migrating(true);
    for (int i = 0; i < 2; i++) {
      period(network, 0.5);
    }
    for (int i = 0; i < 6; i++) {
      period(network, 0);
      assertThat(path(network, "h1", "h2", "tcp *>" + PORT)).containsExactly("1", "3", "4");
    }
  }

  @Test
  void migration_withoutLeave_staysOnItsFullPath() {
    FakeNetwork network = migrating(false);
    for (int i = 0; i < 4; i++) {
      period(network, 0.5);
    }
    assertThat(path(network, "h1", "h2", "tcp *>" + PORT)).containsExactly("1", "2", "4");
  }

  /**
   * While the rules change, packets go on both ways, in every order of what arrives where first:
   * none is lost, none comes twice, none meets the controller.
   */
  @Test
  void move_inEveryOrderOfEvents_losesNothing() {
    for (long seed = 0; seed < 60; seed++) {
      FakeNetwork network = migrating(true);
      period(network, 0.5);
      arrivals(network, "h2", send(network, "h1", "h2", FROM, PORT));
      network.at(1).socket(1).sent += FULL;
      network.at(2).socket(2).sent += FULL;
      network.at(1).rules.stream()
          .filter(r -> r.mod.priority() == 200 && r.mod.match().tcpDestination().isPresent())
          .forEach(rule -> rule.bytes += FULL / 2);
      long before = network.now();
      List<Long> there = new java.util.ArrayList<>();
      List<Long> back = new java.util.ArrayList<>();
      network.whileBusy(
          seed,
          () -> {
            there.add(send(network, "h1", "h2", FROM, PORT));
            back.add(send(network, "h2", "h1", PORT, FROM));
          });
      network.pass(Scenes.PERIOD);
      network.whileBusy(0, null);

      assertThat(path(network, "h1", "h2", "tcp *>" + PORT)).containsExactly("1", "3", "4");
      assertThat(there).hasSizeGreaterThan(20);
      for (int i = 0; i < there.size(); i++) {
        assertThat(Scenes.host(network, "h2").count(there.get(i))).as("seed %d", seed).isEqualTo(1);
        assertThat(Scenes.host(network, "h1").count(back.get(i))).as("seed %d", seed).isEqualTo(1);
      }
      assertThat(network.punted).as("seed %d", seed).isZero();
      assertThat(network.now()).isNotEqualTo(before);
    }
  }
}
