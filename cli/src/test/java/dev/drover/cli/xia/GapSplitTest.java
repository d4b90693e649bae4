package dev.drover.cli.xia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.drover.lab.observe.Observations.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapSplitTest {
  private static final long STOPPED = 10_000_000;
  private static final long RAN = 10_160_000;

  @Test
  void of_probesSentBeforeItRanAreAnswered_hasNoRebind() {
    List<Reply> replies =
        List.of(
            new Reply(9_990_000, 9_992_000),
            new Reply(10_150_000, 10_161_500),
            new Reply(10_161_000, 10_162_500));

    assertThat(GapSplit.of(STOPPED, RAN, replies)).contains(new GapSplit(160, 0, 1.5));
  }

  @Test
  void of_firstAnsweredWasSentAfterItRan_wasNotReachedUntilThen() {
    List<Reply> replies =
        List.of(new Reply(9_990_000, 9_992_000), new Reply(10_171_000, 10_174_000));

    GapSplit split = GapSplit.of(STOPPED, RAN, replies).orElseThrow();

    assertThat(split).isEqualTo(new GapSplit(160, 11, 3));
    assertThat(split.totalMs()).isEqualTo(174);
  }

  /** An answer may overtake another, and one from the source may come while nothing runs. */
  @Test
  void of_repliesInAnyOrder_takesTheOneHeardFirstAfterItRan() {
    List<Reply> replies =
        List.of(
            new Reply(10_163_000, 10_170_000),
            new Reply(10_165_000, 10_168_000),
            new Reply(9_999_000, 10_003_000));

    assertThat(GapSplit.of(STOPPED, RAN, replies)).contains(new GapSplit(160, 5, 3));
  }

  /** It was in the VM's memory when that was copied: it says nothing of the new place. */
  @Test
  void of_reachedTheSourceAndWasAnsweredAtTheDestination_doesNotCount() {
    List<Reply> replies =
        List.of(new Reply(9_999_000, 10_162_000), new Reply(10_190_000, 10_195_000));

    assertThat(GapSplit.of(STOPPED, RAN, replies)).contains(new GapSplit(160, 30, 5));
  }

  @Test
  void of_nothingAnsweredSince_isEmpty() {
    assertThat(GapSplit.of(STOPPED, RAN, List.of(new Reply(9_990_000, 9_992_000)))).isEmpty();
    assertThat(GapSplit.of(STOPPED, RAN, List.of())).isEmpty();
  }

  @Test
  void of_ranBeforeItStopped_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GapSplit.of(RAN, STOPPED, List.of(new Reply(RAN, RAN))))
        .withMessageContaining("freezeMs");
  }
}
