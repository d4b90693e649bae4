package dev.drover.cli.ns3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.cli.ns3.PeerRun.FlowRun;
import dev.drover.lab.system.LabException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Ns3ProgramTest {
  private static final String PRINTED =
      """
      {"endSeconds":0.5,"hops":9022,"drops":153,"timeouts":2,"events":22895,"wallSeconds":0.25,\
      "peakRssKiB":17780,"flows":[{"deliveredBytes":256000,"complete":true,"seconds":0.25,\
      "goodputBps":8192000.0,"recoveries":1,"timeouts":0},{"deliveredBytes":1000,"complete":false,\
      "seconds":0.5,"goodputBps":16000.0,"recoveries":1,"timeouts":2}]}
      """;

  @Test
  void output_ofThePeer_isRead() {
    PeerRun run = Ns3Program.parse(PRINTED);

    assertThat(run.hops()).isEqualTo(9022);
    assertThat(run.drops()).isEqualTo(153);
    assertThat(run.timeouts()).isEqualTo(2);
    assertThat(run.flows())
        .containsExactly(new FlowRun(256_000, true, 0.25), new FlowRun(1000, false, 0.5));
    assertThat(run.hopsPerSecond()).isEqualTo(36_088);
    assertThat(run.goodputBps()).isEqualTo(4_112_000);
    assertThat(run.meanSeconds()).isEqualTo(0.375);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Segmentation fault", "{}", "{\"endSeconds\":1,\"hops\":2}"})
  void output_thatIsNoResult_isRefused(String printed) {
    assertThatThrownBy(() -> Ns3Program.parse(printed))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith("drover-peer printed what is no result");
  }
}
