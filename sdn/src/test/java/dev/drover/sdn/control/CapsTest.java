package dev.drover.sdn.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.api.NetworkStatus.SwitchStatus;
import dev.drover.sdn.control.Hosts.Learned;
import dev.drover.sdn.openflow.Match;
import dev.drover.sdn.openflow.Message.FlowStats;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CapsTest {
  private static final long MAC = 0x0200_0000_0000L;
  private static final int ADDRESS = 0x0a00_0000;

  private static SwitchPort port(long number) {
    return new SwitchPort(
        new Switch(1, "s1"), new Port(number, number, "p", 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void hosts_moreThanTheMost_areNotLearnedAndThatIsToldOnce() {
    Hosts hosts = new Hosts();
    SwitchPort port = port(1);
    try (LogLines lines = LogLines.of(Hosts.class)) {
      for (int i = 1; i <= Hosts.MOST + 100; i++) {
        hosts.learn(ADDRESS + i, MAC + i, port, false, i);
      }
      assertThat(hosts.all()).hasSize(Hosts.MOST);
      assertThat(lines.texts())
          .containsExactly("16384 hosts are known, which is the most; new ones are not learned");
    }
    assertThat(hosts.learn(ADDRESS + 1, MAC + 1, port(2), true, Hosts.MOST))
        .as("those that are known are still followed")
        .isEqualTo(Learned.MOVED);

    hosts.tidy(2 * Hosts.FORGOTTEN);

    assertThat(hosts.learn(ADDRESS, MAC + Hosts.MOST + 100, port, false, 1))
        .as("those long unheard of make room")
        .isEqualTo(Learned.NEW);
  }

  @Test
  void flows_moreThanTheMost_areNotKeptAndThatIsToldOnce() {
    FlowTable table = new FlowTable(0);
    Station station = Station.at(port(1), MAC, 0);
    Host source = new Host(ADDRESS, station);
    try (LogLines lines = LogLines.of(FlowTable.class)) {
      for (int i = 1; i <= FlowTable.MOST; i++) {
        assertThat(table.add(Flow.pair(source, new Host(ADDRESS + i, station)))).isTrue();
      }
      for (int i = 1; i <= 10; i++) {
        assertThat(table.add(Flow.pair(source, new Host(i, station)))).isFalse();
      }
      assertThat(lines.texts())
          .containsExactly("65536 flows are in use, which is the most; further pairs get no rules");
    }
  }

  @Test
  void pathNumbers_wrapWithoutMeetingOneInUse() {
    FlowTable table = new FlowTable(Cookie.NUMBER_MASK - 1);
    Flow flow =
        Flow.pair(
            new Host(1, Station.at(port(1), MAC, 0)), new Host(2, Station.at(port(1), MAC, 0)));

    assertThat(table.number(flow)).isEqualTo(Cookie.NUMBER_MASK);
    assertThat(table.number(flow)).isZero();
    FlowTable again = new FlowTable(Cookie.NUMBER_MASK);
    again.number(flow);
    assertThat(again.number(flow)).isEqualTo(1);
  }

  private static PortStatus status(int reason, long number) {
    return new PortStatus(0, reason, new Port(number, number, "p", 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void switchWithEverNewPorts_isCutOff() {
    FakeNetwork network = Scenes.ring("static");
    network.start();
    network.at(1).mayBeCutOff = true;
    for (long number = 100; number < 100 + Controller.MOST_PORTS; number++) {
      network.at(1).tell(status(0, number));
    }
    network.settle();

    assertThat(network.at(1).cutOff)
        .isNotEmpty()
        .containsOnly("it has more than " + Controller.MOST_PORTS + " ports");
  }

  @Test
  void portsThatComeAndGo_howeverMany_areNoFault() {
    FakeNetwork network = Scenes.ring("static");
    network.start();
    for (long number = 100; number < 100 + 2L * Controller.MOST_PORTS; number++) {
      network.at(1).tell(status(0, number));
      network.at(1).tell(status(1, number));
    }
    network.settle();

    assertThat(network.at(1).cutOff).isEmpty();
    assertThat(network.controller().status().switches().getFirst().ports()).isEqualTo(4);
  }

  @Test
  void switchesThatHaveLeft_moreThanTheMost_areForgottenUnlessInUse() {
    FakeNetwork network = Scenes.ring("static");
    network.start();
    Scenes.introduce(network);
    network.at(1).leave();
    for (long id = 100; id < 100 + Switches.MOST; id++) {
      network.at(id).join();
      network.at(id).leave();
    }
    network.settle();

    assertThat(network.controller().status().switches())
        .hasSizeLessThan(Switches.MOST)
        .extracting(SwitchStatus::name)
        .contains("1", "2", "3", "4");
  }

  @Test
  void rulesThatASwitchMakesUp_moreThanTheMost_areNotLookedAt() {
    Hosts hosts = new Hosts();
    Switches switches = new Switches(Scenes.settings("static"));
    Switch liar = switches.known(1);
    FlowTable table = new FlowTable(0);
    Flows flows =
        new Flows(
            table, new Routes(switches, Scenes.settings("static")), Scenes.settings("static"));
    Adoption adoption =
        new Adoption(table, flows, hosts, new Probes(hosts, new Flooding(switches)));
    for (int i = 1; i <= Adoption.MOST + 10; i++) {
      adoption.take(liar, found(i));
    }
    assertThat(adoption.count(liar)).isEqualTo(Adoption.MOST);

    adoption.left(liar);

    assertThat(adoption.isOpen(liar)).isFalse();
  }

  private static FlowStats found(int i) {
    return new FlowStats(
        0,
        0,
        Rules.PAIR_PRIORITY,
        0,
        0,
        0,
        Cookie.of(Cookie.PAIR, i),
        0,
        0,
        Match.ipv4(ADDRESS + i, ADDRESS),
        List.of());
  }
}
