package dev.drover.control.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.api.DiskCopy;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressEstimatorTest {
  private static RoundSample sample(
      String phase, long sentMiB, long remainingMiB, long dirtyMiB, long megabits) {
    return new RoundSample(
        Duration.ofSeconds(1),
        2,
        Bytes.ofMebibytes(sentMiB),
        Bytes.ofMebibytes(remainingMiB),
        DirtyRate.ofBytesPerSecond(dirtyMiB << 20),
        BitRate.ofMegabitsPerSecond(megabits),
        Duration.ZERO,
        phase);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void fraction_forAnyTelemetry_staysInRangeAndNeverRunsBackwards(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EvacuationPlan plan =
        FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h2", 2));
    ProgressBoard board = new ProgressBoard(plan);
    double one = 0;
    double overall = 0;
    for (int i = 0; i < 2_000; i++) {
      String phase = random.nextInt(4) == 0 ? "post-copy" : "pre-copy";
      Progress progress =
          board.sampled(
              "a",
              sample(
                  phase,
                  random.nextLong(1000),
                  random.nextLong(300),
                  random.nextLong(100),
                  random.nextLong(400)));
      assertThat(progress.fraction()).as("seed %d", seed).isBetween(one, 0.99);
      assertThat(board.overall().fraction()).isBetween(overall, 0.5);
      one = progress.fraction();
      overall = board.overall().fraction();
    }
    board.ended("a");
    assertThat(board.overall().fraction()).isEqualTo(0.5);
    board.ended("b");
    assertThat(board.overall()).isEqualTo(Progress.ENDED);
  }

  @Test
  void dirtyingAtHalfTheRate_doublesWhatIsToBeSent() {
    // 100 Mbit/s is 12.5 MB/s; half of it is dirtied again.
    RoundSample busy =
        new RoundSample(
            Duration.ofSeconds(1),
            1,
            Bytes.ofMebibytes(50),
            Bytes.ofMebibytes(25),
            DirtyRate.ofBytesPerSecond(6_250_000),
            BitRate.ofMegabitsPerSecond(100),
            Duration.ZERO,
            "pre-copy");
    assertThat(ProgressEstimator.next(Progress.NONE, busy).fraction()).isEqualTo(0.5);
  }

  @Test
  void eta_inPostCopy_isWhatRemainsAtTheRate() {
    Progress progress = ProgressEstimator.next(Progress.NONE, sample("post-copy", 10, 100, 90, 8));
    assertThat(progress.eta()).contains(Duration.ofNanos(104_857_600_000L));
  }

  @Test
  void eta_beforeAnythingWasSent_isNotKnown() {
    assertThat(ProgressEstimator.next(Progress.NONE, sample("setup", 0, 100, 0, 0)).eta())
        .isEmpty();
  }

  @Test
  void eta_ofWhatHasNotBegun_isItsPredictedTime_afterWhatIsUnderWay() {
    EvacuationPlan plan =
        FakePolicy.plan(
            FakePolicy.move("a", "h2", 1),
            FakePolicy.move("b", "h2", 1),
            FakePolicy.move("c", "h2", 2));
    ProgressBoard board = new ProgressBoard(plan);
    assertThat(board.overall().eta()).contains(Duration.ofSeconds(15));
    Duration first = board.sampled("a", sample("pre-copy", 0, 80, 0, 99)).eta().orElseThrow();
    assertThat(board.overall().eta()).contains(first.plusSeconds(10));
    board.ended("a");
    assertThat(board.overall().eta()).contains(Duration.ofSeconds(10));
  }

  @Test
  void migrationThatWaitsForItsTurn_endsWithItsGroup() {
    ProgressBoard board =
        new ProgressBoard(
            FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h2", 1)));

    Progress first = board.sampled("a", sample("pre-copy", 0, 80, 0, 99));
    Progress waiting = board.sampled("b", sample("pre-copy", 0, 100, 0, 1));

    assertThat(first.eta().orElseThrow())
        .isBetween(Duration.ofMillis(6_778), Duration.ofMillis(6_780));
    // 180 MiB at 100 Mbit/s together, not 100 MiB at 1 Mbit/s.
    assertThat(waiting.eta()).contains(Duration.ofMillis(15_099));
    assertThat(board.overall().eta()).contains(Duration.ofMillis(15_099));
  }

  @Test
  void diskThatIsCopied_leavesRoomForMemory() {
    ProgressBoard board = new ProgressBoard(FakePolicy.plan(FakePolicy.move("a", "h2", 1)));
    long memory = FakePolicy.move("a", "h2", 1).predicted().traffic().count();
    RoundSample first =
        board.diskCopied("a", disk(memory, 2 * memory, 4), Duration.ofSeconds(5)).orElseThrow();
    assertThat(first.phase()).isEqualTo("disk copy");
    assertThat(first.throughput().bitsPerSecond()).isEqualTo(memory * 8 / 4);
    assertThat(board.progress("a").fraction()).isEqualTo(0.25);
    assertThat(board.progress("a").eta()).contains(Duration.ofSeconds(12));

    board.diskCopied("a", disk(3 * memory, 0, 8), Duration.ofSeconds(9));
    assertThat(board.progress("a").fraction()).isEqualTo(0.75);
    assertThat(board.diskCopied("a", disk(3 * memory, 0, 8), Duration.ofSeconds(10))).isEmpty();
    RoundSample half =
        new RoundSample(
            Duration.ofSeconds(11),
            1,
            Bytes.of(memory / 2),
            Bytes.of(memory / 2),
            DirtyRate.ZERO,
            BitRate.ofMegabitsPerSecond(10),
            Duration.ZERO,
            "pre-copy");
    assertThat(board.sampled("a", half).fraction()).isEqualTo(0.875);
  }

  private static DiskCopy disk(long sent, long remaining, int seconds) {
    return new DiskCopy(Bytes.of(sent), Bytes.of(remaining), Duration.ofSeconds(seconds));
  }
}
