package dev.drover.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.observe.GoodputTally.Totals;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GoodputTallyTest {
  private static final String VM = "10.77.1.1";
  private final GoodputTally tally = new GoodputTally();

  @Test
  void look_first_onlySetsTheBase() {
    tally.look(List.of(line(5000, 1000, 2000)));

    assertThat(tally.of(VM)).isEqualTo(new Totals(0, 0, 1, 0));
  }

  @Test
  void look_growingAndNewConnections_addsUp() {
    tally.look(List.of(line(5000, 1000, 2000)));
    tally.look(List.of(line(5000, 1100, 2500), line(5001, 7, 9)));

    assertThat(tally.of(VM)).isEqualTo(new Totals(107, 509, 2, 0));
  }

  @Test
  void look_connectionGone_countsItClosedAndKeepsItsBytes() {
    tally.look(List.of(line(5000, 0, 0)));
    tally.look(List.of(line(5000, 10, 20)));
    tally.look(List.of());

    assertThat(tally.of(VM)).isEqualTo(new Totals(10, 20, 0, 1));
  }

  @Test
  void look_samePortsCountersBack_isANewConnection() {
    tally.look(List.of(line(5000, 1000, 1000)));
    tally.look(List.of(line(5000, 30, 40)));

    assertThat(tally.of(VM)).isEqualTo(new Totals(30, 40, 1, 1));
  }

  @Test
  void resume_afterRestart_goesOnFromThere() {
    tally.resume(VM, new Totals(100, 200, 0, 3));
    tally.look(List.of(line(5000, 1000, 1000)));
    tally.look(List.of(line(5000, 1001, 1002)));

    assertThat(tally.of(VM)).isEqualTo(new Totals(101, 202, 1, 3));
  }

  @Test
  void parse_outputOfSs_findsEndsAndCounters() {
    String output =
        "0      0      10.77.2.1:5300 10.77.1.3:41234 cubic wscale:7,7 rto:204 bytes_sent:4"
            + " bytes_acked:5 bytes_received:123456789 segs_out:9\n"
            + "ESTAB 0 0 10.77.2.1:40000 10.77.1.3:5201 cubic bytes_acked:77\n"
            + "0 0 [::ffff:10.77.2.1]:5303 [::ffff:10.77.1.4]:40812 cubic bytes_received:9\n"
            + "\nnonsense\n";

    assertThat(SocketLine.parse(output))
        .containsExactly(
            new SocketLine("10.77.1.3", "10.77.2.1:5300 10.77.1.3:41234", 5, 123456789),
            new SocketLine("10.77.1.3", "10.77.2.1:40000 10.77.1.3:5201", 77, 0),
            new SocketLine("10.77.1.4", "[::ffff:10.77.2.1]:5303 [::ffff:10.77.1.4]:40812", 0, 9));
  }

  private static SocketLine line(int port, long sent, long received) {
    return new SocketLine(VM, "10.77.2.1:" + port + " " + VM + ":5201", sent, received);
  }
}
