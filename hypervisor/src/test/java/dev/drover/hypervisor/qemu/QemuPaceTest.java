package dev.drover.hypervisor.qemu;

import static dev.drover.hypervisor.qemu.TestLab.LOOPBACK;
import static dev.drover.hypervisor.qemu.TestLab.await;
import static dev.drover.hypervisor.qemu.TestLab.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.Pace;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.hypervisor.Vm;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What QEMU makes of rounds with a rate each, and of several connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QemuPaceTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final BitRate FAST = BitRate.ofMegabitsPerSecond(400);

  private TestLab lab;

  @BeforeAll
  void open() throws Exception {
    lab = new TestLab();
  }

  @AfterAll
  void close() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  /** At such a rate no rest ever keeps the downtime limit. */
  private static Pace never(BitRate round) {
    return new Pace(
        Optional.of(round), Optional.empty(), BitRate.ofMegabitsPerSecond(1), Duration.ofMillis(1));
  }

  /**
   * At 2 Mbit/s the 2 MiB that the guest writes all the time take 8.4 s: by that QEMU would never
   * keep 300 ms. At the 400 Mbit/s of the stop-and-copy they take 42 ms, and some more on a machine
   * that is busy or stands.
   */
  @Test
  void slowRounds_beforeAFastStopAndCopy_convergeAndDoNotSlowIt() throws Exception {
    Vm here = lab.booted();
    Vm there = lab.receiving();
    Recorder recorder = new Recorder();
    OutgoingMigration migration =
        here.migrate(
            request(
                there.listen(LOOPBACK, 0, Technique.PRE_COPY, 1),
                Technique.PRE_COPY,
                Optional.of(BitRate.ofMegabitsPerSecond(200))),
            recorder);
    migration.pace(never(BitRate.ofMegabitsPerSecond(200)));
    await(LONG, "the second round", () -> !recorder.boundaries().isEmpty());
    BitRate slow = BitRate.ofMegabitsPerSecond(2);
    migration.pace(new Pace(Optional.of(slow), Optional.empty(), FAST, Duration.ofMillis(300)));
    MigrationPhase end = migration.await(LONG).orElseThrow();

    assertThat(end)
        .as("%s", recorder)
        .isInstanceOfSatisfying(
            MigrationPhase.Sent.class,
            sent -> assertThat(sent.downtime()).isLessThan(Duration.ofSeconds(5)));
    there.resume();
    lab.assertCounting(there);
    here.kill();
    there.kill();
  }

  /**
   * QEMU's own rate is a mean over at least a second, so of the rounds here that last longer it is
   * the rate too.
   */
  @Test
  void boundaries_ofLongRounds_tellTheRateThatQemuFinds() throws Exception {
    Vm here = lab.booted();
    Vm there = lab.receiving();
    Recorder recorder = new Recorder();
    OutgoingMigration migration =
        here.migrate(
            request(
                there.listen(LOOPBACK, 0, Technique.PRE_COPY, 1),
                Technique.PRE_COPY,
                Optional.of(BitRate.ofMegabitsPerSecond(200))),
            recorder);
    migration.pace(never(BitRate.ofMegabitsPerSecond(200)));
    await(LONG, "the second round", () -> !recorder.boundaries().isEmpty());
    migration.pace(never(BitRate.ofMegabitsPerSecond(10)));
    await(LONG, "two long rounds in a row", () -> endOfSecondLong(recorder).isPresent());
    migration.cancel();
    migration.await(LONG);

    RoundBoundary ended = endOfSecondLong(recorder).orElseThrow();
    double found =
        recorder.samples().stream()
            .filter(sample -> sample.round() == ended.round())
            .findFirst()
            .orElseThrow()
            .dirtyRate()
            .bytesPerSecond();
    assertThat((double) ended.dirtyRate().bytesPerSecond())
        .as("the round before %s of %s", ended, recorder.boundaries())
        .isBetween(0.8 * found, 1.25 * found);
    here.kill();
    there.kill();
  }

  /**
   * {@return where a long round ended that a long one came before} Only then QEMU's mean is of this
   * round alone: it began anew where the one before ended.
   */
  private static Optional<RoundBoundary> endOfSecondLong(Recorder recorder) {
    return recorder.boundaries().stream()
        .filter(ended -> lastsLong(recorder, ended.round() - 1))
        .filter(ended -> lastsLong(recorder, ended.round() - 2))
        .findFirst();
  }

  private static boolean lastsLong(Recorder recorder, int round) {
    Optional<Duration> began = began(recorder, round);
    Optional<Duration> ended = began(recorder, round + 1);
    return began.isPresent()
        && ended.isPresent()
        && ended.get().minus(began.get()).compareTo(Duration.ofMillis(1_200)) > 0;
  }

  private static Optional<Duration> began(Recorder recorder, int round) {
    return recorder.boundaries().stream()
        .filter(boundary -> boundary.round() == round)
        .map(RoundBoundary::at)
        .findFirst();
  }

  @Test
  void preCopy_overTwoConnections_completes() throws Exception {
    Vm here = lab.booted();
    Vm there = lab.receiving();
    int before = lab.ticks(here);
    Recorder recorder = new Recorder();
    OutgoingMigration migration =
        here.migrate(
            new MigrationRequest(
                LOOPBACK,
                there.listen(LOOPBACK, 0, Technique.PRE_COPY, 2),
                Technique.PRE_COPY,
                Optional.of(FAST),
                Duration.ofMillis(300),
                LONG,
                2,
                Optional.empty()),
            recorder);
    MigrationPhase end = migration.await(LONG).orElseThrow();

    assertThat(end).as("%s", recorder.phases()).isInstanceOf(MigrationPhase.Sent.class);
    assertThat(((MigrationPhase.Sent) end).traffic().count()).isGreaterThan(24L << 20);
    there.resume();
    lab.assertCounting(there);
    assertThat(lab.ticks(there)).isGreaterThan(before);
    here.kill();
    there.kill();
  }

  @Test
  void postCopy_overTwoConnections_isRefusedInOneLine() throws Exception {
    Vm there = lab.receiving();

    assertThatThrownBy(() -> there.listen(LOOPBACK, 0, Technique.POST_COPY, 2))
        .isInstanceOfSatisfying(
            HypervisorException.class,
            e -> {
              assertThat(e.getMessage()).contains("several connections in pre-copy only");
              assertThat(e.getMessage()).hasLineCount(1);
            });
    there.kill();
  }
}
