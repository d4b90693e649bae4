package dev.drover.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.model.unit.BitRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measurements written by hand, read as the controller does. Times begin at {@link #T0}. */
final class ObservationsTest {
  private static final long T0 = 1_800_000_000_000L;
  private static final int SAMPLE_MS = 200;

  @TempDir Path lab;

  @BeforeEach
  void describe() throws IOException {
    Files.writeString(
        lab.resolve("lab.yaml"),
        """
        name: t
        switches: [s1]
        hosts: [{name: h1, memory: 1GiB}]
        clients: [{name: c1}]
        links:
          - {ends: [h1, s1], rate: 200Mbit/s}
          - {ends: [c1, s1], rate: 1Gbit/s}
        vms:
          - name: web
            host: h1
            memory: 256MiB
            priority: high
            sla: {lower: 40Mbit/s, upper: 80Mbit/s}
            workload: {kind: outgoing}
        """);
    Files.createDirectories(lab.resolve("observe/c1"));
  }

  @Test
  void longestProbeGap_silence_isItsLength() {
    try (Ring ring = Ring.writer(lab.resolve("observe/c1/probe-web"), 3, 1000)) {
      for (long ms = 0; ms <= 1000; ms += 10) {
        if (ms <= 300 || ms >= 640) {
          ring.add((T0 + ms) * 1000, 400, ms / 10);
        }
      }
    }
    Observations observations = Observations.open(lab);

    assertThat(observations.longestProbeGap("web", T0, T0 + 1000))
        .isEqualTo(Duration.ofMillis(340));
    assertThat(observations.longestProbeGap("web", T0 + 400, T0 + 500))
        .as("a window inside the silence sees all of it")
        .isEqualTo(Duration.ofMillis(340));
    assertThat(observations.longestProbeGap("web", T0, T0 + 250)).isEqualTo(Duration.ofMillis(10));
    assertThat(observations.longestProbeGap("web", T0, T0 + 1900))
        .as("not answered since")
        .isEqualTo(Duration.ofMillis(900));
    assertThat(observations.probeReplies("web", T0, T0 + 100)).isEqualTo(11);
  }

  @Test
  void meanGoodput_outgoing_countsWhatTheClientReceived() {
    write(50, 50, 50);

    assertThat(megabits(Observations.open(lab).meanGoodput("web", T0 + 300, T0 + 1900)))
        .isCloseTo(50, within(0.1));
    assertThat(Observations.open(lab).goodput("web", T0, T0 + 1000)).hasSize(5);
  }

  @Test
  void workloadResult_halvedForASecond_losesAndViolatesThatSecond() {
    // Ten seconds at 50 Mbit/s, then one second at 25, then nine at 50.
    write(50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 25, 50, 50, 50, 50, 50, 50, 50, 50, 50);

    WorkloadResult result =
        WorkloadResult.of(
            Observations.open(lab), "web", T0 + 10_000, T0 + 15_000, Duration.ofSeconds(5));

    assertThat(result.beforeBps() / 1e6).isCloseTo(50, within(0.1));
    assertThat(result.duringBps() / 1e6).isCloseTo(45, within(0.1));
    assertThat(result.lossPercent()).isCloseTo(10, within(0.2));
    assertThat(result.lostBytes() / 1e6).isCloseTo(25 / 8.0, within(0.05));
    // Below 40 of 50 while more than 400 ms of the slow second are in the window of 1 s.
    assertThat(result.slaViolationMs()).isBetween(1000L, 1400L);
    assertThat(result.kind()).isEqualTo("outgoing");
    assertThat(result.priority()).isEqualTo("high");
    assertThat(result.slaLowerBps()).isEqualTo(40_000_000);
  }

  @Test
  void workloadResult_tenantThatWantsLessThanPromised_isNotWronged() {
    write(30, 30, 30, 30, 30, 30, 30, 30);

    WorkloadResult result =
        WorkloadResult.of(
            Observations.open(lab), "web", T0 + 4000, T0 + 7000, Duration.ofSeconds(3));

    assertThat(result.slaViolationMs()).isZero();
    assertThat(result.lostBytes()).isLessThan(1000);
  }

  @Test
  void observations_nothingMeasured_areEmptyNotWrong() {
    Observations observations = Observations.open(lab);

    assertThat(observations.lastReplyMs("web")).isEmpty();
    assertThat(observations.meanGoodput("web", T0, T0 + 1000)).isEqualTo(BitRate.ZERO);
    assertThat(observations.latency("web", T0, T0 + 1000)).isEmpty();
    assertThat(observations.longestProbeGap("web", T0, T0 + 1000)).isEqualTo(Duration.ofSeconds(1));
  }

  /** One rate in Mbit/s for each second from {@link #T0} on, and some noise the other way. */
  private void write(int... megabits) {
    long fromVm = 0;
    try (Ring ring = Ring.writer(lab.resolve("observe/c1/goodput-web"), 5, 1000)) {
      ring.add(T0 * 1000, 0, 0, 1, 0);
      for (int ms = SAMPLE_MS; ms <= megabits.length * 1000; ms += SAMPLE_MS) {
        fromVm += megabits[(ms - 1) / 1000] * 1_000_000L / 8 * SAMPLE_MS / 1000;
        ring.add((T0 + ms) * 1000, ms * 3L, fromVm, 1, 0);
      }
    }
  }

  private static double megabits(BitRate rate) {
    return rate.bitsPerSecond() / 1e6;
  }
}
