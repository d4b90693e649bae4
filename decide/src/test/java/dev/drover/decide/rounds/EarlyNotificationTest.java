package dev.drover.decide.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EarlyNotificationTest {
  private static final long ISS = 1000;

  /** Bytes 1001 to 4000 in segments of 1000: the third holds byte 4000. */
  @Test
  void round_endsWithTheSegmentThatHoldsItsLastByte() {
    long curseq = 4000;
    assertThat(EarlyNotification.roundSent(1001, 1000, curseq)).isFalse();
    assertThat(EarlyNotification.roundSent(2001, 1000, curseq)).isFalse();
    assertThat(EarlyNotification.roundSent(3001, 999, curseq)).isFalse();
    assertThat(EarlyNotification.roundSent(3001, 1000, curseq)).isTrue();
  }

  @Test
  void rounds_measureTimeAndBytesOfThemselvesAlone() {
    EarlyNotification first = EarlyNotification.connected(ISS, Duration.ofMillis(10));
    assertThat(first.round(3001, 1000, Duration.ofMillis(34)))
        .isEqualTo(new EarlyNotification.Round(Duration.ofMillis(24), 3000));
    EarlyNotification second = first.next(3001, 1000, Duration.ofMillis(34));
    assertThat(second.round(4001, 500, Duration.ofMillis(38)))
        .isEqualTo(new EarlyNotification.Round(Duration.ofMillis(4), 500));
  }

  @Test
  void couplings_differWhileTheLastBytesAreOnTheirWay() {
    assertThat(RoundCoupling.EARLY_NOTIFICATION.roundEnds(900, 700, 1000)).isFalse();
    assertThat(RoundCoupling.EARLY_NOTIFICATION.roundEnds(1000, 700, 1000)).isTrue();
    assertThat(RoundCoupling.ACKNOWLEDGED.roundEnds(1000, 700, 1000)).isFalse();
    assertThat(RoundCoupling.ACKNOWLEDGED.roundEnds(1000, 1000, 1000)).isTrue();
  }
}
