package dev.drover.cli.xia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.xia.ClientGap.Seen;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GapPageTest {
  @Test
  void lines_ofAVmThatCalculates_sayAllThatWasSeen() {
    Seen seen =
        new Seen(
            Optional.of(new GapSplit(160, 11.25, 3)),
            Duration.ofMillis(175),
            Optional.of(Duration.ofMillis(210)),
            Optional.of(Duration.ofMillis(1190)),
            1,
            0,
            2);

    assertThat(GapPage.lines(seen))
        .containsExactly(
            "gap of 174.3 ms: freeze 160.0, rebind 11.3, first reply 3.0",
            "longest between two replies to probes     175.0 ms",
            "longest between two answers, stream       210.0 ms",
            "longest between two answers, datagrams   1190.0 ms",
            "answers lost 1, wrong 0; streams broken 2");
  }

  @Test
  void lines_ofAVmThatNobodyAsks_haveNoAnswers() {
    Seen seen =
        new Seen(
            Optional.empty(), Duration.ofSeconds(5), Optional.empty(), Optional.empty(), 0, 0, 0);

    assertThat(GapPage.lines(seen))
        .containsExactly(
            "no gap was seen: the VM was not handed over, or has not answered since",
            "longest between two replies to probes    5000.0 ms");
  }
}
