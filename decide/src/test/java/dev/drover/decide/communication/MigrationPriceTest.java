package dev.drover.decide.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drover.model.PlannedMigration.Prediction;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MigrationPriceTest {
  private static Prediction forecast(long traffic, long loss) {
    return new Prediction(
        Duration.ofSeconds(5), Duration.ofMillis(100), Bytes.of(traffic), Bytes.of(loss));
  }

  @Test
  void predicted_papersMeanMigration_isThatOfASmallFlowBetweenRacks() {
    double price =
        MigrationPrice.predicted(
            forecast(127_000_000, 0), 2, 3, LevelWeights.PAPER, Duration.ofMinutes(10));
    assertThat(price).isCloseTo(1.574e6, within(1e3));
  }

  @Test
  void predicted_lostTraffic_isDearerThanMovedBytes() {
    Duration horizon = Duration.ofMinutes(10);
    double moved = MigrationPrice.predicted(forecast(1000, 0), 1, 3, LevelWeights.PAPER, horizon);
    double lost = MigrationPrice.predicted(forecast(0, 1000), 1, 3, LevelWeights.PAPER, horizon);
    assertThat(lost).isGreaterThan(20 * moved);
  }

  @Test
  void predicted_longerHorizon_isCheaper() {
    double brief =
        MigrationPrice.predicted(
            forecast(1000, 10), 2, 3, LevelWeights.PAPER, Duration.ofMinutes(1));
    double durable =
        MigrationPrice.predicted(
            forecast(1000, 10), 2, 3, LevelWeights.PAPER, Duration.ofMinutes(60));
    assertThat(brief).isCloseTo(60 * durable, within(1e-6 * brief));
  }

  @Test
  void constant_negative_isRefused() {
    assertThatThrownBy(() -> MigrationPrice.constant(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(MigrationPrice.constant(7).of(1, 2)).isEqualTo(7);
  }

  @Test
  void mayLeave_minimumStay_isKeptToTheLast() {
    Damping damping = new Damping(Duration.ofSeconds(10), Duration.ofSeconds(60));
    assertThat(damping.mayLeave(Duration.ofSeconds(59))).isFalse();
    assertThat(damping.mayLeave(Duration.ofSeconds(60))).isTrue();
  }
}
