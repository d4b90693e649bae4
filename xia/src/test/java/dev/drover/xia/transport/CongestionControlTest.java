package dev.drover.xia.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CongestionControlTest {
  private static final int SEGMENT = 1000;
  private static final long RTT = 100_000_000;

  /** A round trip in which the whole window is acknowledged, segment by segment. */
  private static long round(CongestionControl control, long now, long rtt) {
    long window = control.window();
    for (long bytes = 0; bytes < window; bytes += SEGMENT) {
      control.onAck(SEGMENT, rtt, now);
    }
    return now + rtt;
  }

  @Test
  void cubic_lossAt100Segments_is70AndBackAfterAbout4Seconds() {
    Cubic cubic = new Cubic(SEGMENT, 100 * SEGMENT);
    cubic.onLoss(0);
    assertThat(cubic.window()).isEqualTo(70 * SEGMENT);

    long now = 0;
    while (cubic.window() < 99 * SEGMENT) {
      now = round(cubic, now, RTT);
    }

    assertThat(now / 1e9).isCloseTo(4.2 - 1.3, within(0.4));
    while (now < 4_200_000_000L) {
      now = round(cubic, now, RTT);
    }
    assertThat(cubic.window()).isCloseTo(100 * SEGMENT, within(2L * SEGMENT));
  }

  @Test
  void cubic_slowStart_doublesInARoundTrip() {
    Cubic cubic = new Cubic(SEGMENT, 10 * SEGMENT);
    round(cubic, 0, RTT);

    assertThat(cubic.window()).isEqualTo(20 * SEGMENT);
  }

  @Test
  void cubic_roundTripsRise_leavesSlowStartWithoutLoss() {
    Cubic cubic = new Cubic(SEGMENT, 10 * SEGMENT);
    long now = 0;
    int rounds = 0;
    for (; cubic.slowStart() && rounds < 20; rounds++) {
      // A queue builds up from 80 segments on.
      now = round(cubic, now, RTT + Math.max(0, cubic.window() / SEGMENT - 80) * 1_000_000);
    }

    assertThat(cubic.slowStart()).isFalse();
    assertThat(cubic.window() / SEGMENT).isBetween(100L, 700L);
  }

  @Test
  void cubic_jitterOfOneRound_staysInSlowStart() {
    Cubic cubic = new Cubic(SEGMENT, 10 * SEGMENT);
    long now = round(cubic, 0, RTT);
    now = round(cubic, now, 2 * RTT);
    for (int i = 0; i < 8; i++) {
      now = round(cubic, now, RTT);
    }

    assertThat(cubic.slowStart()).isTrue();
  }

  @Test
  void windows_notTried_doNotGrow() {
    for (CongestionControl control :
        new CongestionControl[] {new Cubic(SEGMENT, 10_000), new NewReno(SEGMENT, 10_000)}) {
      for (int i = 0; i < 100; i++) {
        control.onAck(0, RTT, i * RTT);
      }

      assertThat(control.window()).isEqualTo(10_000);
    }
  }

  @Test
  void newReno_lossThenRounds_halvesThenGrowsByASegmentEach() {
    NewReno reno = new NewReno(SEGMENT, 100 * SEGMENT);
    reno.onLoss(0);
    assertThat(reno.window()).isEqualTo(50 * SEGMENT);

    round(reno, 0, RTT);

    assertThat(reno.window()).isCloseTo(51 * SEGMENT, within(20L));
  }

  @Test
  void windows_timeout_areTwoSegmentsAndSlowStartAgain() {
    for (CongestionControl control :
        new CongestionControl[] {
          new Cubic(SEGMENT, 100 * SEGMENT), new NewReno(SEGMENT, 100 * SEGMENT)
        }) {
      control.onTimeout(0);

      assertThat(control.window()).isEqualTo(2 * SEGMENT);
      assertThat(control.slowStart()).isTrue();
    }
  }

  @Test
  void roundTrip_steadyThenSilence_doublesToTheCap() {
    RoundTrip rtt = new RoundTrip(25_000_000, 250_000_000);
    assertThat(rtt.timeout(0)).as("before any measurement").isEqualTo(1_000_000_000);
    for (int i = 0; i < 50; i++) {
      rtt.sample(1_000_000);
    }

    assertThat(rtt.smoothed()).isEqualTo(1_000_000);
    assertThat(rtt.timeout(0)).isEqualTo(25_000_000);
    assertThat(rtt.timeout(1)).isEqualTo(50_000_000);
    assertThat(rtt.timeout(10)).isEqualTo(250_000_000);
  }
}
