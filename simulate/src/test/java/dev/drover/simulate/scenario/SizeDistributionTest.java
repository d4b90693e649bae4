package dev.drover.simulate.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drover.model.unit.Bytes;
import dev.drover.simulate.scenario.SizeDistribution.Empirical;
import dev.drover.simulate.scenario.SizeDistribution.Empirical.Point;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SizeDistributionTest {
  private static final long SEED = 20_260_101;
  private static final int DRAWS = 200_000;

  @Test
  void draw_uniform_hasTheMiddleAsMeanAndBothEnds() {
    long[] sizes = draw(new SizeDistribution.Uniform(Bytes.of(1), Bytes.of(9)));

    assertThat(mean(sizes)).as("seed %d", SEED).isCloseTo(5, within(0.05));
    assertThat(sizes).contains(1, 9).doesNotContain(0, 10);
  }

  @Test
  void draw_exponential_hasItsMeanAndTheShareBelowIt() {
    long[] sizes = draw(new SizeDistribution.Exponential(Bytes.of(100_000)));

    assertThat(mean(sizes)).as("seed %d", SEED).isCloseTo(100_000, within(1_000.0));
    assertThat(shareUpTo(sizes, 100_000)).isCloseTo(0.6321, within(0.005));
  }

  /** With shape 3 the least size is two thirds of the mean, and an eighth are twice that. */
  @Test
  void draw_pareto_hasItsMeanAndItsTail() {
    long[] sizes =
        draw(new SizeDistribution.Pareto(Bytes.of(90_000), 3, Bytes.of(1_000_000_000_000L)));

    assertThat(mean(sizes)).as("seed %d", SEED).isCloseTo(90_000, within(1_500.0));
    assertThat(shareUpTo(sizes, 59_999)).isZero();
    assertThat(shareUpTo(sizes, 120_000)).isCloseTo(0.875, within(0.005));
  }

  @Test
  void draw_paretoAboveItsMost_isCut() {
    long[] sizes = draw(new SizeDistribution.Pareto(Bytes.of(1_000), 1.1, Bytes.of(5_000)));

    assertThat(sizes).as("seed %d", SEED).contains(5_000);
    assertThat(shareUpTo(sizes, 5_000)).isEqualTo(1);
  }

  @Test
  void draw_empirical_followsItsPointsAndTheLinesBetween() {
    long[] sizes =
        draw(
            new Empirical(
                List.of(
                    new Point(Bytes.of(1_000), 0.5),
                    new Point(Bytes.of(2_000), 0.9),
                    new Point(Bytes.of(10_000), 1))));

    assertThat(shareUpTo(sizes, 999)).as("seed %d", SEED).isZero();
    assertThat(shareUpTo(sizes, 1_000)).isCloseTo(0.5, within(0.005));
    assertThat(shareUpTo(sizes, 1_500)).isCloseTo(0.7, within(0.005));
    assertThat(shareUpTo(sizes, 2_000)).isCloseTo(0.9, within(0.005));
    assertThat(shareUpTo(sizes, 10_000)).isEqualTo(1);
  }

  @Test
  void empirical_pointsThatFall_areRefused() {
    assertThatThrownBy(
            () -> new Empirical(List.of(new Point(Bytes.of(2), 0.5), new Point(Bytes.of(1), 1))))
        .hasMessageContaining("points of a distribution rise");
    assertThatThrownBy(() -> new Empirical(List.of(new Point(Bytes.of(2), 0.5))))
        .hasMessageContaining("last point");
  }

  private static long[] draw(SizeDistribution distribution) {
    SplittableRandom random = new SplittableRandom(SEED);
    long[] sizes = new long[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      sizes[i] = distribution.draw(random);
    }
    return sizes;
  }

  private static double mean(long[] sizes) {
    double sum = 0;
    for (long size : sizes) {
      sum += size;
    }
    return sum / sizes.length;
  }

  private static double shareUpTo(long[] sizes, long most) {
    int count = 0;
    for (long size : sizes) {
      count += size <= most ? 1 : 0;
    }
    return count / (double) sizes.length;
  }
}
