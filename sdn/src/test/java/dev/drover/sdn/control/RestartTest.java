package dev.drover.sdn.control;

import static dev.drover.sdn.control.Scenes.arrivals;
import static dev.drover.sdn.control.Scenes.host;
import static dev.drover.sdn.control.Scenes.introduce;
import static dev.drover.sdn.control.Scenes.path;
import static dev.drover.sdn.control.Scenes.ring;
import static dev.drover.sdn.control.Scenes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.packet.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RestartTest {
  private static final long NEXT_RUN = 0x1234_5678_9abc_def0L;

  /** h1 and h2 over 1–3–4, which a fresh decision would not choose; h1 and h3 at one switch. */
  private static FakeNetwork running() {
    FakeNetwork network = ring("static");
    network.start();
    introduce(network);
    network.setUp(1, 1, false);
    network.settle();
    arrivals(network, "h2", send(network, "h1", "h2"));
    arrivals(network, "h3", send(network, "h1", "h3"));
    network.setUp(1, 1, true);
    network.pass(Duration.ofSeconds(2));
    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
    return network;
  }

  /** The same, under a controller that has just come back. */
  private static FakeNetwork restarted() {
    FakeNetwork network = running();
    network.restart(Scenes.settings("static"), NEXT_RUN);
    return network;
  }

  @Test
  void controllerThatComesBack_takesOverWhatIsThere() {
    FakeNetwork network = restarted();
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    network.pass(Duration.ofSeconds(4));

    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
    assertThat(path(network, "h2", "h1")).containsExactly("4", "3", "1");
    assertThat(path(network, "h1", "h3")).containsExactly("1");
    assertThat(network.at(3).rules).hasSize(7);
    long commands = network.commands;
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
    assertThat(network.commands).isEqualTo(commands);
  }

  /** Switches of the path; without them it seems to end where the next one of it is. */
  static Stream<Set<Long>> late() {
    return Stream.of(Set.of(4L), Set.of(3L, 4L), Set.of(1L), Set.of(1L, 3L));
  }

  /** Until the others have had ports taken for edges, and what those led to was taken over. */
  private static FakeNetwork restartedWithout(Set<Long> late) {
    FakeNetwork network = running();
    network.restart(Scenes.settings("static"), NEXT_RUN, late);
    network.pass(Duration.ofSeconds(4));
    assertThat(path(network, "h1", "h2"))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(late.stream().map(String::valueOf).toList());
    return network;
  }

  @ParameterizedTest
  @MethodSource("late")
  void switchesThatJoinLate_loseNoRuleOfAPathThatSeemedToEndBeforeThem(Set<Long> late) {
    FakeNetwork network = restartedWithout(late);
    late.forEach(each -> network.at(each).join());
    network.pass(Duration.ofSeconds(4));

    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
    assertThat(path(network, "h2", "h1")).containsExactly("4", "3", "1");
    assertThat(network.controller().status().hosts())
        .extracting(seen -> seen.address() + "@" + seen.switchName() + ":" + seen.port())
        .containsExactlyInAnyOrder("10.77.0.1@1:10", "10.77.0.2@4:10", "10.77.0.3@1:11");
    network.pass(Scenes.IDLE.plusSeconds(8));
    assertThat(network.switches.values()).allSatisfy(each -> assertThat(each.rules).hasSize(5));
  }

  @ParameterizedTest
  @MethodSource("late")
  void switchesThatJoinLate_interruptNobody(Set<Long> late) {
    FakeNetwork network = restartedWithout(late);
    late.forEach(each -> network.at(each).join());
    network.punted = 0;
    for (int i = 0; i < 80; i++) {
      assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
      assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
      network.pass(Duration.ofMillis(50));
    }

    assertThat(network.punted).as("packets that met no rule").isZero();
    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4})
  void switchThatJoinsLate_losesNoRuleOfAMigrationThatWasAnnounced(long late) {
    FakeNetwork network = running();
    Announcement announcement = new Announcement("m", "10.77.0.1", "10.77.0.2", 4444, 1);
    network.controller().announce(announcement);
    network.settle();
    List<String> before = path(network, "h1", "h2", "tcp *>4444");
    assertThat(before).hasSize(3);
    network.restart(Scenes.settings("static"), NEXT_RUN, Set.of(late));
    network.pass(Duration.ofSeconds(4));
    assertThat(path(network, "h1", "h2", "tcp *>4444"))
        .as("the pair's rules lead to one switch that is not there, the connection's to another")
        .isEmpty();

    network.at(late).join();
    network.pass(Duration.ofSeconds(4));

    assertThat(path(network, "h1", "h2", "tcp *>4444")).isEqualTo(before);
    assertThat(network.controller().announce(announcement).routes()).containsExactly(before);
    network.pass(Scenes.IDLE.plusSeconds(5));
    assertThat(path(network, "h1", "h2", "tcp *>4444")).isEqualTo(before);
  }

  @Test
  void hosts_areWhereTheRulesLead() {
    FakeNetwork network = restarted();
    network.pass(Duration.ofSeconds(4));

    assertThat(network.controller().status().hosts())
        .extracting(seen -> seen.address() + "@" + seen.switchName() + ":" + seen.port())
        .containsExactlyInAnyOrder("10.77.0.1@1:10", "10.77.0.2@4:10", "10.77.0.3@1:11");
  }

  @Test
  void flowThatWasTakenOver_isMovedWhenItsPathFails() {
    FakeNetwork network = restarted();
    network.pass(Duration.ofSeconds(4));

    network.at(3).setUp(2, false);
    network.settle();

    assertThat(path(network, "h1", "h2")).containsExactly("1", "2", "4");
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
  }

  @Test
  void flowThatWasTakenOver_endsWhenItIsIdle() {
    FakeNetwork network = restarted();
    network.pass(Scenes.IDLE.plusSeconds(8));

    assertThat(network.controller().status().paths()).isEmpty();
    assertThat(network.switches.values()).allSatisfy(each -> assertThat(each.rules).hasSize(5));
  }

  @Test
  void ruleThatFitsNoWay_goesOnlyOnceNothingPassesIt() {
    FakeNetwork network = restarted();
    network.at(3).rules.removeIf(rule -> rule.mod.priority() == 100);
    FakeSwitch first = network.at(1);
    for (int second = 0; second < 20; second++) {
      send(network, "h1", "h2");
      network.pass(Duration.ofSeconds(1));
    }
    assertThat(first.rules)
        .as("what carries traffic stays, whatever became of it elsewhere")
        .anyMatch(rule -> rule.mod.priority() == 100 && rule.bytes > 1000);
  }

  @Test
  void staleRule_isRemovedAfterTwoStillPeriods() {
    FakeNetwork network = restarted();
    network.at(3).rules.removeIf(rule -> rule.mod.priority() == 100);
    network.at(4).rules.removeIf(rule -> rule.mod.priority() == 100);
    network.pass(Scenes.PERIOD.multipliedBy(2));
    assertThat(pairRules(network.at(1))).isEqualTo(4);

    network.pass(Scenes.PERIOD.multipliedBy(2));

    assertThat(pairRules(network.at(1))).as("h1 and h3 stay").isEqualTo(2);
  }

  private static long pairRules(FakeSwitch of) {
    return of.rules.stream().filter(rule -> rule.mod.priority() == 100).count();
  }

  @Test
  void rulesOfOthers_areLeftAlone() {
    FakeNetwork network = running();
    var foreign = network.at(1).rules.getLast().mod;
    network
        .at(1)
        .rules
        .add(
            new FakeSwitch.Rule(
                new dev.drover.sdn.openflow.Message.FlowMod(
                    1,
                    42,
                    0,
                    0,
                    foreign.command(),
                    0,
                    0,
                    7,
                    0xffff_ffffL,
                    0xffff_ffffL,
                    0xffff_ffffL,
                    0,
                    dev.drover.sdn.openflow.Match.ipv4(1, 2),
                    List.of()),
                network.now()));
    network.restart(Scenes.settings("static"), NEXT_RUN);
    network.pass(Scenes.PERIOD.multipliedBy(5));

    assertThat(network.at(1).rules).anyMatch(rule -> rule.mod.cookie() == 42);
  }

  @Test
  void announcedMigration_goesOnAfterARestart() {
    FakeNetwork network = running();
    network.controller().announce(new Announcement("m", "10.77.0.1", "10.77.0.2", 4444, 1));
    network.settle();
    arrivals(network, "h2", send(network, "h1", "h2", 50_000, 4444));
    List<String> before = path(network, "h1", "h2", "tcp *>4444");
    assertThat(before).hasSize(3);

    network.restart(Scenes.settings("static"), NEXT_RUN);
    network.pass(Duration.ofSeconds(4));

    assertThat(path(network, "h1", "h2", "tcp *>4444")).isEqualTo(before);
    assertThat(
            network
                .controller()
                .announce(new Announcement("m", "10.77.0.1", "10.77.0.2", 4444, 1))
                .routes())
        .containsExactly(before);
    network.pass(Scenes.IDLE.plusSeconds(5));
    assertThat(path(network, "h1", "h2", "tcp *>4444")).isEqualTo(before);
  }

  @Test
  void restartWhileAPairIsBeingSet_endsWithItDelivered() {
    for (long seed = 1; seed <= 30; seed++) {
      FakeNetwork network = ring("static");
      network.start();
      introduce(network);
      send(network, "h1", "h2");
      for (int i = 0; i < seed; i++) {
        network.step();
      }
      network.cutShort();
      network.restart(Scenes.settings("d-r"), seed);
      network.pass(Duration.ofSeconds(4));
      introduce(network);

      assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
      assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
      assertThat(host(network, "h2").received).isNotEmpty();
      assertThat(network.circles).isEmpty();
    }
  }

  /** What is under way to a switch that is not there any more is lost; its cables keep carrier. */
  private static void die(FakeSwitch gone) {
    gone.leave();
    gone.rules.clear();
  }

  /** h1 sends and sends; {@return the milliseconds after which h2 gets something} */
  private static long silence(FakeNetwork network, Duration most) {
    for (long waited = 0; waited <= most.toMillis(); waited += 100) {
      if (arrivals(network, "h2", send(network, "h1", "h2")) == 1) {
        return waited;
      }
      network.pass(Duration.ofMillis(100));
    }
    return Long.MAX_VALUE;
  }

  @Test
  void switchOnAPath_thatDiesBeforeItIsTakenOver_doesNotSilenceThePair() {
    FakeNetwork network = restarted();
    network.pass(Duration.ofMillis(500));
    die(network.at(3));

    assertThat(silence(network, Duration.ofSeconds(6))).isLessThan(2000);
    assertThat(path(network, "h1", "h2")).containsExactly("1", "2", "4");
    assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
  }

  @Test
  void switchOnAPath_thatDiesWhileNoControllerRuns_isNotTakenForAHostsPlace() {
    FakeNetwork network = running();
    network.at(3).channel = null;
    die(network.at(3));
    network.restart(Scenes.settings("static"), NEXT_RUN);

    assertThat(silence(network, Duration.ofSeconds(6))).isLessThan(2500);
    assertThat(path(network, "h1", "h2")).containsExactly("1", "2", "4");
    assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
  }

  @Test
  void switchOnAPath_thatComesBackEmptyAfterARestart_sendsOnWhatMeetsIt() {
    FakeNetwork network = restarted();
    network.at(3).rules.removeIf(rule -> rule.mod.priority() == 100);

    assertThat(silence(network, Duration.ofSeconds(6))).isLessThan(2500);
    network.pass(Duration.ofMillis(200));
    assertThat(path(network, "h1", "h2")).hasSize(3);
    assertThat(arrivals(network, "h1", send(network, "h2", "h1"))).isEqualTo(1);
  }

  @Test
  void ruleToAPortThatIsGone_isRemoved() {
    FakeNetwork network = running();
    network.at(1).sockets.remove(2L);
    network.restart(Scenes.settings("static"), NEXT_RUN);

    assertThat(silence(network, Duration.ofSeconds(6))).isLessThan(2500);
    assertThat(path(network, "h1", "h2")).containsExactly("1", "2", "4");
  }

  @Test
  void flowThatOnlyGoesOneWay_isTakenOverToo() {
    FakeNetwork network = running();
    for (int second = 0; second < 33; second++) {
      send(network, "h1", "h2");
      network.pass(Duration.ofSeconds(1));
    }
    assertThat(pairRules(network.at(3))).isEqualTo(1);
    network.restart(Scenes.settings("static"), NEXT_RUN);
    for (int second = 0; second < 10; second++) {
      send(network, "h1", "h2");
      network.pass(Duration.ofSeconds(1));
    }
    assertThat(path(network, "h1", "h2")).containsExactly("1", "3", "4");

    network.at(3).setUp(2, false);
    network.settle();

    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
  }

  @Test
  void virtualMachineKnownFromRulesAlone_thatMoves_isFollowed() {
    FakeNetwork network = restarted();
    network.pass(Duration.ofSeconds(4));

    host(network, "h2").moveTo(network.at(2), 30);
    host(network, "h2").send(Packets.rarp(host(network, "h2").mac));
    network.settle();

    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    assertThat(path(network, "h1", "h2")).containsExactly("1", "2");
  }

  @Test
  void hostThatNeverAnswers_isAskedForOnceInAPeriod() {
    FakeNetwork network = running();
    host(network, "h2").moveTo(new FakeNetwork(Scenes.settings("static"), 1).at(9), 9);
    network.restart(Scenes.settings("static"), NEXT_RUN);
    network.pass(Duration.ofSeconds(4));
    long asked = host(network, "h4").countOf(Frame.ARP);

    network.pass(Scenes.PERIOD.multipliedBy(2));

    assertThat(host(network, "h4").countOf(Frame.ARP) - asked).isEqualTo(2);
  }

  private static long lookouts(FakeSwitch of) {
    return of.rules.stream().filter(rule -> rule.mod.priority() == 150).count();
  }

  @Test
  void lookout_thatAnEarlierRunLeft_isRemovedWhenTheSwitchJoins() {
    FakeNetwork network = running();
    network.controller().announce(new Announcement("m", "10.77.0.1", "10.77.0.2", 4444, 2));
    network.settle();
    assertThat(lookouts(network.at(1))).isEqualTo(1);

    network.restart(Scenes.settings("static"), NEXT_RUN);
    network.settle();

    assertThat(lookouts(network.at(1))).isZero();
  }

  @Test
  void lookout_ofASwitchThatComesBack_isThereAsLongAsItsMigrationIs() {
    FakeNetwork network = running();
    network.controller().announce(new Announcement("m", "10.77.0.1", "10.77.0.2", 4444, 2));
    network.settle();
    network.at(1).leave();
    network.at(1).join();
    network.settle();
    assertThat(lookouts(network.at(1))).isEqualTo(1);

    network.at(1).leave();
    network.controller().withdraw("m");
    network.at(1).join();
    network.settle();

    assertThat(lookouts(network.at(1))).isZero();
  }

  @Test
  void ruleWithoutTimeout_ofASwitchThatWasAwayForAMoment_doesNotStayForGood() {
    FakeNetwork network = running();
    network.controller().announce(new Announcement("m", "10.77.0.1", "10.77.0.2", 4444, 1));
    network.settle();
    List<String> before = path(network, "h1", "h2", "tcp *>4444");
    FakeSwitch middle = network.at(Long.parseLong(before.get(1)));
    middle.leave();
    network.pass(Duration.ofMillis(500));
    middle.join();
    network.pass(Scenes.PERIOD.multipliedBy(4));

    assertThat(path(network, "h1", "h2", "tcp *>4444")).hasSize(3).isNotEqualTo(before);
    assertThat(middle.rules).noneMatch(rule -> rule.mod.priority() == 200);
  }

  @Test
  void cookies_doNotTellTheSecretOfTheRun() {
    FakeNetwork network = restarted();
    network.pass(Duration.ofSeconds(4));

    assertThat(network.at(1).rules)
        .filteredOn(rule -> rule.mod.priority() == 100)
        .isNotEmpty()
        .allMatch(rule ->
            Math.abs(Cookie.number(rule.mod.cookie()) - (NEXT_RUN >>> 32 & Cookie.NUMBER_MASK))
                > 1000);
  }
}
