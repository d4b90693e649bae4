package dev.drover.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EstimateTest {
  @Test
  void of_fiveValues_isTheIntervalOfTheTables() {
    Estimate estimate = Estimate.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0));
    assertThat(estimate.mean()).isEqualTo(3);
    assertThat(estimate.median()).isEqualTo(3);
    assertThat(estimate.halfWidth().orElseThrow()).isCloseTo(1.9632, within(1e-4));
    assertThat(estimate.text(1)).isEqualTo("3.0 ± 2.0");
    assertThat(estimate.isPositive()).isTrue();
    assertThat(estimate.isNegative()).isFalse();
  }

  @Test
  void of_oneValue_hasNoIntervalAndTellsNoSign() {
    Estimate estimate = Estimate.of(List.of(-2.0));
    assertThat(estimate.halfWidth()).isEmpty();
    assertThat(estimate.text(1)).isEqualTo("−2.0");
    assertThat(estimate.isNegative()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> Estimate.of(List.of()));
  }

  @Test
  void of_manySamplesOfAKnownMean_holdTheMeanInNineteenOfTwenty() {
    long seed = 20;
    SplittableRandom random = new SplittableRandom(seed);
    int held = 0;
    int samples = 4000;
    for (int i = 0; i < samples; i++) {
      List<Double> values = new ArrayList<>();
      for (int j = 0; j < 6; j++) {
        values.add(random.nextGaussian(7, 3));
      }
      Estimate estimate = Estimate.of(values);
      held += estimate.low() <= 7 && 7 <= estimate.high() ? 1 : 0;
    }
    assertThat(held / (double) samples).as("seed %d", seed).isBetween(0.94, 0.96);
  }
}
