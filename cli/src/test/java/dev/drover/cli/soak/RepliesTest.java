package dev.drover.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepliesTest {
  private static final long SECOND = 1_000_000;

  private static Replies at(String... seconds) {
    Replies replies = new Replies("a → b");
    for (int i = 0; i < seconds.length; i++) {
      replies.take(
          "[%s] 10.77.0.1 : [%d], 64 bytes, 0.07 ms (0.07 avg, 0%% loss)".formatted(seconds[i], i));
    }
    return replies;
  }

  @Test
  void gap_betweenTwoReplies_isTheLongest() {
    Replies replies = at("10.00001", "10.02", "11.5", "11.52");
    assertThat(replies.count()).isEqualTo(4);
    assertThat(replies.longestGap(0, 11_520_000)).contains(Duration.ofMillis(1480));
  }

  @Test
  void gap_thatEndedBefore_doesNotCount() {
    assertThat(at("10.0", "15.0", "15.02", "15.04").longestGap(15_010_000, 15_040_000))
        .contains(Duration.ofMillis(20));
  }

  @Test
  void gap_thatBeganBefore_counts() {
    assertThat(at("10.0", "15.0").longestGap(12 * SECOND, 15 * SECOND))
        .contains(Duration.ofSeconds(5));
  }

  @Test
  void silence_thatGoesOn_countsUpToNow() {
    assertThat(at("10.0", "10.02").longestGap(10 * SECOND, 13_020_000))
        .contains(Duration.ofSeconds(3));
  }

  @Test
  void noReplyEver_isNoGap() {
    assertThat(at().longestGap(0, SECOND)).isEmpty();
    assertThat(at("20.0").longestGap(0, SECOND)).isEmpty();
  }

  @Test
  void otherLines_areNoReplies() {
    Replies replies = at();
    replies.take("ICMP Host Unreachable from 10.77.0.4 for ICMP Echo sent to 10.77.0.1");
    replies.take("[10.0] 10.77.0.1 : [3], timed out (NaN avg, 100% loss)");
    assertThat(replies.count()).isZero();
    assertThat(replies.duplicates()).isZero();
  }

  @Test
  void replyThatComesAgain_hasTheNumberOfOneBefore() {
    Replies replies = at("10.0", "10.02");
    replies.take("[10.03] 10.77.0.1 : [0], 64 bytes, 30.0 ms (0.07 avg, 0% loss)");
    assertThat(replies.count()).isEqualTo(2);
    assertThat(replies.duplicates()).isEqualTo(1);
  }
}
