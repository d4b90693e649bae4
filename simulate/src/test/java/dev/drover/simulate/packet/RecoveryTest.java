package dev.drover.simulate.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When three duplicates begin a recovery, and when they may not. */
final class RecoveryTest {
  private static final int SEGMENT = 1448;

  private final Scoreboard board = new Scoreboard(SEGMENT);
  private final List<TcpTrace.Event> events = new ArrayList<>();
  private Recovery recovery = recovery(false);
  private long acknowledged;
  private long next;

  private Recovery recovery(boolean sack) {
    TcpConfig config =
        TcpTest.config(
            CongestionControl.Variant.NEW_RENO,
            TcpConfig.Recovery.CONSERVATIVE,
            sack,
            false,
            false);
    RoundTrip roundTrip = new RoundTrip(1_000_000, 1_000_000, 1_000_000);
    return new Recovery(config, board, roundTrip, null, events::add);
  }

  private void send(int segments) {
    for (int i = 0; i < segments; i++) {
      board.sent(next, SEGMENT, 0);
      next += SEGMENT;
    }
  }

  private void acknowledge(long upTo) {
    long moved = upTo - acknowledged;
    acknowledged = upTo;
    long news = board.acknowledge(upTo);
    recovery.advanced(moved);
    recovery.react(upTo, moved, news, next, true, 0);
  }

  private void duplicates(int count) {
    for (int i = 0; i < count; i++) {
      recovery.react(acknowledged, 0, recovery.duplicate(), next, true, 0);
    }
  }

  private long recoveries() {
    return events.stream().filter(TcpTrace.Event.FAST_RECOVERY::equals).count();
  }

  @Test
  void duplicates_ofExactlyWhatARecoveryCovered_beginNoSecondOneWithoutSack() {
    send(10);
    duplicates(3);
    acknowledge(next);
    send(10);

    duplicates(5);

    assertThat(events).contains(TcpTrace.Event.RECOVERED);
    assertThat(recoveries()).isEqualTo(1);
  }

  @Test
  void duplicates_ofMoreThanARecoveryCovered_beginASecondOneWithoutSack() {
    send(10);
    duplicates(3);
    acknowledge(next);
    send(10);
    acknowledge(acknowledged + SEGMENT);

    duplicates(3);

    assertThat(recoveries()).isEqualTo(2);
  }

  @Test
  void duplicates_ofExactlyWhatARecoveryCovered_beginASecondOneWithSack() {
    recovery = recovery(true);
    send(10);
    board.sack(SEGMENT, 5L * SEGMENT);
    duplicates(3);
    acknowledge(next);
    send(10);
    board.sack(acknowledged + SEGMENT, acknowledged + 5L * SEGMENT);

    duplicates(3);

    assertThat(recoveries()).isEqualTo(2);
  }
}
