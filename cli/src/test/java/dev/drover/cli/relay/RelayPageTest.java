package dev.drover.cli.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.report.SampleRuns;
import dev.drover.control.result.RunResult;
import dev.drover.model.unit.BitRate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RelayPageTest {
  private static final RunResult.Migration RUN =
      SampleRuns.file().runs().getFirst().migrations().getFirst();

  @Test
  void markdown_withoutAnyDirectRun_comparesWithNothing() {
    Transfers.Result relay =
        new Transfers.Result(BitRate.parse("1Gbit/s"), Transfers.Way.RELAY, "pre-copy", RUN, 1.5);

    assertThat(
            new RelayPage("./drover bench relay", "2 cores", 0.5, List.of(), List.of(relay))
                .markdown())
        .contains("Made by `./drover bench relay` on 2 cores.", "| direct | 0 | – | – | – |")
        .containsPattern("\\| relay, acknowledged \\| 1 \\| [0-9.]+ \\([0-9.–]+\\) \\| – \\|");
  }
}
