package dev.drover.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProbesTest {
  @Test
  void line_ofAReply_tellsWhenItCameAndFromWhom() {
    assertThat(
            Probes.Reply.parse(
                "[1795494200.68824] 10.77.1.1 : [17], 64 bytes, 0.693 ms (0.693 avg, 0% loss)"))
        .contains(new Probes.Reply("10.77.1.1", 1_795_494_200_688_240L, 693, 17));
  }

  @Test
  void line_ofALateReply_hasWholeMilliseconds() {
    assertThat(
            Probes.Reply.parse(
                "[1795494200.00007] 10.77.1.2 : [3], 64 bytes, 1052 ms (77.5 avg, 0% loss)"))
        .contains(new Probes.Reply("10.77.1.2", 1_795_494_200_000_070L, 1_052_000, 3));
  }

  @Test
  void line_ofAnAddressShorterThanOthers_isPadded() {
    assertThat(
            Probes.Reply.parse(
                "[1795494200.00007] 10.77.1.2  : [3], 64 bytes, 1.52 ms (77.5 avg, 0% loss)"))
        .map(Probes.Reply::from)
        .contains("10.77.1.2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.77.1.1 : [5], timed out (0.5 avg, 3% loss)",
        "[1795494200.68824] 10.77.1.1 : [5], timed out (0.5 avg, 3% loss)",
        "10.77.1.1 : xmt/rcv/%loss = 10/10/0%"
      })
  void line_thatTellsSomethingElse_isLeftOut(String line) {
    assertThat(Probes.Reply.parse(line)).isEmpty();
  }
}
