package dev.drover.decide.prediction;

import static dev.drover.decide.testing.Some.mbit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drover.decide.prediction.LiuConstants.WorkingSet;
import dev.drover.decide.prediction.LiuPrediction.Convergence;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LiuModelTest {
  private final LiuModel basic = new LiuModel(LiuConstants.basic());

  /** 80 MB at 80 Mbit/s is 8 s, λ = ½: 80, 40, 20, 10, 5 MB; 5 is under 6. */
  @Test
  void halfAsFastAsSent_halvesEachRound() {
    LiuPrediction prediction = basic.predict(megabytes(80, 5, 80, 6, 30));
    assertThat(prediction.volumes()).containsExactly(mb(80), mb(40), mb(20), mb(10), mb(5));
    assertThat(prediction.liveRounds()).isEqualTo(4);
    assertThat(prediction.lambda()).isEqualTo(0.5);
    assertThat(prediction.traffic()).isEqualTo(mb(155));
    assertThat(prediction.totalTime()).isEqualTo(Duration.ofMillis(15_500));
    assertThat(prediction.downtime()).isEqualTo(Duration.ofMillis(520));
    assertThat(prediction.convergence()).isEqualTo(new Convergence.Converges());
  }

  /** 0.512 × 155,000,000 ÷ 1,048,576 + 20.165 = 95.848 J. */
  @Test
  void energy_followsTraffic() {
    assertThat(basic.predict(megabytes(80, 5, 80, 6, 30)).joules()).isCloseTo(95.848, within(1e-3));
  }

  @Test
  void earlyNotificationsSetUp_isAsInTheJavadoc() {
    LiuPrediction prediction =
        basic.predict(
            new LiuCase(
                Bytes.ofMebibytes(1024),
                DirtyRate.ofPagesPerSecond(5000),
                mbit(500),
                Bytes.of(50 * 4096),
                30,
                Optional.empty()));
    assertThat(prediction.liveRounds()).isEqualTo(8);
    assertThat(prediction.totalTime().toMillis()).isBetween(25_500L, 25_600L);
  }

  /** The closed forms of the paper, which need λ < 1 and a limit that is not reached. */
  @Test
  void rounds_addUpToTheGeometricSeries() {
    SplittableRandom random = new SplittableRandom(31);
    for (int i = 0; i < 2000; i++) {
      double memory = random.nextLong(1L << 24, 1L << 34);
      double rate = random.nextLong(10_000_000, 10_000_000_000L) / 8.0;
      long dirty = (long) (random.nextDouble(0.02, 0.9) * rate);
      long threshold = random.nextLong(100_000, 1L << 23);
      LiuCase one =
          new LiuCase(
              Bytes.of((long) memory),
              DirtyRate.ofBytesPerSecond(dirty),
              BitRate.ofBitsPerSecond((long) (rate * 8)),
              Bytes.of(threshold),
              1000,
              Optional.empty());
      double lambda = dirty / rate;
      double n = Math.ceil(Math.log(threshold / memory) / Math.log(lambda));
      double traffic = memory * (1 - Math.pow(lambda, n + 1)) / (1 - lambda);
      LiuPrediction prediction = basic.predict(one);
      assertThat((double) prediction.liveRounds()).as("%s", one).isEqualTo(n);
      assertThat((double) prediction.traffic().count())
          .as("%s", one)
          .isCloseTo(traffic, within(1 + 1e-9 * traffic));
      assertThat(prediction.totalTime().toNanos() / 1e9)
          .as("%s", one)
          .isCloseTo(traffic / rate, within(1e-6 * traffic / rate));
      double down = memory * Math.pow(lambda, n) / rate + 0.02;
      assertThat(prediction.downtime().toNanos() / 1e9)
          .as("%s", one)
          .isCloseTo(down, within(1e-6 * down));
    }
  }

  /** 10 MB/s dirtied and 10 MB/s sent: every round is the whole, the sixth while it is stopped. */
  @Test
  void dirtiedExactlyAsFastAsSent_sendsTheWholeInEveryRound() {
    LiuPrediction prediction = basic.predict(megabytes(80, 10, 80, 6, 5));
    assertThat(prediction.lambda()).isEqualTo(1);
    assertThat(prediction.liveRounds()).isEqualTo(5);
    assertThat(prediction.traffic()).isEqualTo(mb(480));
    assertThat(prediction.totalTime()).isEqualTo(Duration.ofSeconds(48));
    assertThat(prediction.downtime()).isEqualTo(Duration.ofMillis(8020));
    assertThat(why(prediction)).contains("λ = 1").contains("after 5 rounds");
  }

  @Test
  void dirtiedFasterThanSent_isBoundedByTheMemory() {
    LiuPrediction prediction = basic.predict(megabytes(80, 1000, 80, 6, 5));
    assertThat(prediction.traffic()).isEqualTo(mb(480));
    assertThat(prediction.volumes()).allMatch(mb(80)::equals);
    assertThat(why(prediction)).contains("λ = 100");
  }

  /** As Xen: after 80, 160 and 240 MB it goes on, since that is not above 3 × 80. */
  @Test
  void trafficLimit_endsRoundsOnceItIsPassed() {
    LiuCase one = megabytes(80, 20, 80, 6, 30);
    LiuPrediction prediction =
        basic.predict(
            new LiuCase(
                one.memory(),
                one.dirtyRate(),
                one.rate(),
                one.threshold(),
                one.maxRounds(),
                Optional.of(mb(240))));
    assertThat(prediction.liveRounds()).isEqualTo(4);
    assertThat(why(prediction)).contains("λ = 2").contains("after 4 rounds");
  }

  @Test
  void roundLimit_belowWhatTheThresholdNeeds_saysSo() {
    LiuPrediction prediction = basic.predict(megabytes(80, 5, 80, 6, 2));
    assertThat(prediction.volumes()).containsExactly(mb(80), mb(40), mb(20));
    assertThat(why(prediction)).contains("remain").contains("after 2 rounds");
  }

  @Test
  void threshold_notBelowTheMemory_leavesTheStopAndCopyAlone() {
    for (long threshold : List.of(80L, 81L, 8000L)) {
      LiuPrediction prediction = basic.predict(megabytes(80, 20, 80, threshold, 30));
      assertThat(prediction.volumes()).containsExactly(mb(80));
      assertThat(prediction.liveRounds()).isZero();
      assertThat(prediction.downtime()).isEqualTo(Duration.ofMillis(8020));
      assertThat(prediction.convergence()).isEqualTo(new Convergence.Converges());
    }
  }

  @Test
  void idleGuest_isSentOnce() {
    LiuPrediction prediction = basic.predict(megabytes(80, 0, 80, 0, 30));
    assertThat(prediction.volumes()).containsExactly(mb(80), Bytes.ZERO);
    assertThat(prediction.downtime()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void thresholdOfNothing_isEndedByTheRoundLimit() {
    assertThat(why(basic.predict(megabytes(80, 5, 80, 0, 7)))).contains("after 7 rounds");
  }

  /** λ = ½, γ = ¼: rounds of 80, 40 − 20 = 20, 10 − 5 = 5, then all of 2.5 that was dirtied. */
  @Test
  void refined_leavesTheWorkingSetForTheEnd() {
    LiuModel refined = new LiuModel(withWorkingSet(new WorkingSet(0, 0, 0.25)));
    LiuPrediction prediction = refined.predict(megabytes(80, 5, 80, 2, 30));
    assertThat(prediction.volumes()).containsExactly(mb(80), mb(20), mb(5), Bytes.of(2_500_000));
    assertThat(prediction.convergence()).isEqualTo(new Convergence.Converges());
    assertThat(prediction.traffic().count())
        .isLessThan(basic.predict(megabytes(80, 5, 80, 2, 30)).traffic().count());
  }

  @Test
  void refined_withoutAWorkingSet_isBasic() {
    LiuModel none = new LiuModel(withWorkingSet(new WorkingSet(-1, -1, 0)));
    LiuCase one = megabytes(80, 5, 80, 2, 30);
    assertThat(none.predict(one)).isEqualTo(basic.predict(one));
  }

  @Test
  void prediction_isFiniteWhateverIsAsked() {
    SplittableRandom random = new SplittableRandom(32);
    for (int i = 0; i < 5000; i++) {
      LiuCase one =
          new LiuCase(
              Bytes.of(random.nextLong(1, 1L << random.nextInt(1, 45))),
              DirtyRate.ofBytesPerSecond(random.nextLong(1L << random.nextInt(1, 45))),
              BitRate.ofBitsPerSecond(random.nextLong(1, 1L << random.nextInt(1, 45))),
              Bytes.of(random.nextLong(1L << random.nextInt(1, 45))),
              random.nextInt(1, 40),
              Optional.empty());
      for (LiuModel model : List.of(basic, new LiuModel(LiuConstants.refined()))) {
        LiuPrediction prediction = model.predict(one);
        assertThat(prediction.joules()).as("%s", one).isFinite();
        assertThat(prediction.liveRounds()).as("%s", one).isLessThanOrEqualTo(one.maxRounds());
        assertThat(prediction.volumes())
            .as("%s", one)
            .allMatch(volume -> volume.compareTo(one.memory()) <= 0);
        assertThat(prediction.traffic()).as("%s", one).isGreaterThanOrEqualTo(one.memory());
      }
    }
  }

  @Test
  void caseWithoutMemoryOrRate_isRefused() {
    assertThatThrownBy(() -> megabytes(0, 1, 1, 1, 1)).hasMessageContaining("memory");
    assertThatThrownBy(() -> megabytes(1, 1, 0, 1, 1)).hasMessageContaining("rate");
  }

  private static String why(LiuPrediction prediction) {
    return switch (prediction.convergence()) {
      case Convergence.Converges _ -> throw new AssertionError(prediction + " converges");
      case Convergence.DoesNotConverge(String reason) -> reason;
    };
  }

  private static LiuConstants withWorkingSet(WorkingSet set) {
    return new LiuConstants(Duration.ofMillis(20), Optional.of(set), 0.512, 20.165);
  }

  /** Megabytes, megabytes per second, megabits per second, megabytes, rounds. */
  private static LiuCase megabytes(
      long memory, long dirtyRate, long rate, long threshold, int maxRounds) {
    return new LiuCase(
        mb(memory),
        DirtyRate.ofBytesPerSecond(dirtyRate * 1_000_000),
        mbit(rate),
        mb(threshold),
        maxRounds,
        Optional.empty());
  }

  private static Bytes mb(long megabytes) {
    return Bytes.of(megabytes * 1_000_000);
  }
}
