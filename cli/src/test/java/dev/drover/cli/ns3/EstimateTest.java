package dev.drover.cli.ns3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EstimateTest {
  @Test
  void estimate_ofFiveValues_hasStudentsInterval() {
    // R: t.test(c(1, 2, 3, 4, 5))$conf.int is 1.036757 … 4.963243
    Estimate estimate = Estimate.of(1, 2, 3, 4, 5);

    assertThat(estimate.mean()).isEqualTo(3);
    assertThat(estimate.halfWidth()).isCloseTo(1.963243, within(0.001));
  }

  @Test
  void estimate_ofOneValue_isExact() {
    Estimate estimate = Estimate.of(7);

    assertThat(estimate).isEqualTo(new Estimate(7, 0));
    assertThat(estimate.contains(7)).isTrue();
    assertThat(estimate.contains(7.1)).isFalse();
  }

  @Test
  void interval_ofNormalSamples_coversTheTrueMeanInNineteenOfTwentyCases() {
    SplittableRandom random = new SplittableRandom(5);
    int covered = 0;
    for (int i = 0; i < 4000; i++) {
      double[] values = random.doubles(10, 0, 1).map(u -> 3 + quantile(u)).toArray();
      covered += Estimate.of(values).contains(3) ? 1 : 0;
    }

    assertThat(covered / 4000.0).isCloseTo(0.95, within(0.02));
  }

  /** A logistic variable, close enough to a normal one for ten values. */
  private static double quantile(double u) {
    return Math.log(u / (1 - u));
  }
}
