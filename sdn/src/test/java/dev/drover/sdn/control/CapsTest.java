package dev.drover.sdn.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.control.Hosts.Learned;
import dev.drover.sdn.openflow.Message.Port;
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
}
