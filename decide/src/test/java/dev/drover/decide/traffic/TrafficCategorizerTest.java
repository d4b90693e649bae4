package dev.drover.decide.traffic;

import static dev.drover.decide.testing.Some.mbit;
import static dev.drover.decide.testing.Some.traffic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrafficCategorizerTest {
  private final TrafficCategorizer categorizer =
      new TrafficCategorizer(TrafficThresholds.defaults());

  @ParameterizedTest
  @CsvSource({
    "0, 0, IDLE",
    "1, 1, IDLE",
    "190, 4, INCOMING",
    "4, 190, OUTGOING",
    "100, 100, MIXED",
    "100, 30, MIXED",
    "100, 25, INCOMING",
    "25, 100, OUTGOING",
    "0, 3, OUTGOING"
  })
  void traffic_withoutHistory_hasItsClass(long in, long out, TrafficClass expected) {
    assertThat(categorizer.categorize(traffic(in, out), mbit(200), Optional.empty()))
        .isEqualTo(expected);
  }

  @Test
  void sameTraffic_onFasterNic_isIdle() {
    Traffic traffic = traffic(0, 50);
    assertThat(categorizer.categorize(traffic, mbit(200), Optional.empty()))
        .isEqualTo(TrafficClass.OUTGOING);
    assertThat(categorizer.categorize(traffic, mbit(10_000), Optional.empty()))
        .isEqualTo(TrafficClass.IDLE);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 22, MIXED, MIXED",
    "100, 20, MIXED, INCOMING",
    "100, 30, INCOMING, INCOMING",
    "100, 32, INCOMING, MIXED",
    "22, 100, INCOMING, MIXED"
  })
  void traffic_nearALimit_keepsItsClass(
      long in, long out, TrafficClass previous, TrafficClass expected) {
    assertThat(categorizer.categorize(traffic(in, out), mbit(200), Optional.of(previous)))
        .isEqualTo(expected);
  }

  @Test
  void idleVm_slightlyAboveTheLimit_staysIdle() {
    Traffic trickle =
        new Traffic(BitRate.ofBitsPerSecond(2_200_000), BitRate.ofBitsPerSecond(100_000));
    assertThat(categorizer.categorize(trickle, mbit(200), Optional.of(TrafficClass.IDLE)))
        .isEqualTo(TrafficClass.IDLE);
    assertThat(categorizer.categorize(trickle, mbit(200), Optional.of(TrafficClass.INCOMING)))
        .isEqualTo(TrafficClass.INCOMING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noiseAroundAnyLimit_changesTheClassAtMostOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int start = 0; start < 200; start++) {
      double in = 1e6 * Math.pow(10, 2 * random.nextDouble());
      double out = 1e6 * Math.pow(10, 2 * random.nextDouble());
      Optional<TrafficClass> previous = Optional.empty();
      int changes = 0;
      for (int step = 0; step < 50; step++) {
        TrafficClass now =
            categorizer.categorize(
                new Traffic(noisy(in, random), noisy(out, random)), mbit(200), previous);
        if (previous.isPresent() && previous.get() != now) {
          changes++;
        }
        previous = Optional.of(now);
      }
      assertThat(changes).as("seed %d, in %.0f, out %.0f", seed, in, out).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void thresholds_outOfRange_nameTheField() {
    assertThatThrownBy(() -> new TrafficThresholds(mbit(1), 1.5, 4, 0.2))
        .hasMessageContaining("idleFraction");
    assertThatThrownBy(() -> new TrafficThresholds(mbit(1), 0.1, 4, -0.1))
        .hasMessageContaining("hysteresis");
    assertThatThrownBy(() -> new TrafficThresholds(mbit(1), 0.1, 1.2, 0.2))
        .hasMessageContaining("dominance");
    assertThatThrownBy(() -> new TrafficThresholds(mbit(1), 0.1, Double.NaN, 0.2))
        .hasMessageContaining("dominance");
  }

  /** Within 8 % each way: a ratio of two such rates stays within the hysteresis of 20 %. */
  private static BitRate noisy(double rate, SplittableRandom random) {
    return BitRate.ofBitsPerSecond(Math.round(rate * (0.92 + 0.16 * random.nextDouble())));
  }
}
