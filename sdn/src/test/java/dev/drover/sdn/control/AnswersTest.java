package dev.drover.sdn.control;

import static dev.drover.sdn.control.Scenes.arrivals;
import static dev.drover.sdn.control.Scenes.host;
import static dev.drover.sdn.control.Scenes.introduce;
import static dev.drover.sdn.control.Scenes.ring;
import static dev.drover.sdn.control.Scenes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Arp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Hosts that ask whether the other is still there, while there is a controller and without. */
final class AnswersTest {
  private static final long NEXT_RUN = 0x1234_5678_9abc_def0L;

  /** h1 at switch 1 and h2 at switch 4 have talked, and a period has passed. */
  private static FakeNetwork running() {
    FakeNetwork network = ring("static");
    network.start();
    introduce(network);
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);
    network.pass(Scenes.PERIOD.plusSeconds(1));
    return network;
  }

  /** {@return how many frames of ARP the other gets of it, or −1 if no answer comes} */
  private static long ask(FakeNetwork network, String asker, String asked) {
    FakeHost from = host(network, asker);
    FakeHost to = host(network, asked);
    from.neighbours.clear();
    long before = to.countOf(Frame.ARP);
    from.send(
        new Arp(to.mac, from.mac, Arp.REQUEST, from.mac, from.address, 0, to.address).encode());
    network.settle();
    assertThat(from.neighbours.getOrDefault(to.address, to.mac)).isEqualTo(to.mac);
    return from.neighbours.isEmpty() ? -1 : to.countOf(Frame.ARP) - before;
  }

  private static long rules(FakeNetwork network, long at) {
    return network.at(at).rules.stream()
        .filter(rule -> rule.mod.match().other().length() > 0)
        .count();
  }

  @Test
  void hostsThatTalk_areAnsweredByTheirSwitches() {
    FakeNetwork network = running();
    network.switches.values().forEach(each -> each.channel = null);

    assertThat(ask(network, "h1", "h2")).isZero();
    assertThat(ask(network, "h2", "h1")).isZero();
    assertThat(ask(network, "h3", "h2")).isEqualTo(-1);
  }

  @Test
  void hostsThatDoNotTalk_askEachOther() {
    FakeNetwork network = running();

    assertThat(ask(network, "h3", "h2")).isEqualTo(1);
    assertThat(rules(network, 1)).isEqualTo(1);
    assertThat(rules(network, 2)).isZero();
    assertThat(rules(network, 4)).isEqualTo(1);
  }

  @Test
  void flowThatEnds_takesItsAnswersWithIt() {
    FakeNetwork network = running();

    network.pass(Scenes.IDLE.plus(Scenes.PERIOD));

    assertThat(rules(network, 1)).isZero();
    assertThat(rules(network, 4)).isZero();
    assertThat(ask(network, "h1", "h2")).isEqualTo(1);
  }

  @Test
  void hostThatMoves_isAnsweredWhereItIs() {
    FakeNetwork network = running();
    host(network, "h1").moveTo(network.at(2), 10);
    host(network, "h1").announce();
    network.settle();
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);

    network.pass(Scenes.PERIOD);

    assertThat(rules(network, 1)).isZero();
    assertThat(ask(network, "h1", "h2")).isZero();
    assertThat(ask(network, "h2", "h1")).isZero();
  }

  @Test
  void hostThatIsGone_isNotAnsweredFor() {
    FakeNetwork network = running();
    network.at(4).setUp(10, false);

    network.pass(Scenes.PERIOD);

    assertThat(ask(network, "h1", "h2")).isEqualTo(-1);
  }

  @Test
  void controllerThatComesBack_answersForFlowsThatItTakesOver() {
    FakeNetwork network = running();
    network.restart(Scenes.settings("static"), NEXT_RUN);
    network.settle();
    assertThat(rules(network, 1)).isZero();

    network.pass(Scenes.PERIOD.plusSeconds(4));

    assertThat(rules(network, 1)).isEqualTo(1);
    assertThat(ask(network, "h1", "h2")).isZero();
    assertThat(ask(network, "h2", "h1")).isZero();
    network.pass(Scenes.IDLE.plus(Scenes.PERIOD));
    assertThat(rules(network, 1) + rules(network, 4)).isZero();
  }

  @Test
  void switchThatComesBackEmpty_isToldAgain() {
    FakeNetwork network = running();
    network.at(1).leave();
    network.at(1).rules.clear();
    network.at(1).join();
    network.pass(Duration.ofSeconds(4));
    assertThat(arrivals(network, "h2", send(network, "h1", "h2"))).isEqualTo(1);

    network.pass(Scenes.PERIOD);

    assertThat(ask(network, "h1", "h2")).isZero();
  }
}
