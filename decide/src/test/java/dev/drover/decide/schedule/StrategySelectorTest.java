package dev.drover.decide.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.Priority;
import dev.drover.model.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrategySelectorTest {
  @ParameterizedTest
  @CsvSource({
    "HIGH, LOW, PARALLEL",
    "HIGH, MODERATE, PARALLEL",
    "HIGH, HIGH, PARALLEL",
    "MEDIUM, LOW, PARALLEL",
    "MEDIUM, MODERATE, SERIAL",
    "MEDIUM, HIGH, SERIAL",
    "LOW, LOW, PARALLEL",
    "LOW, MODERATE, SERIAL",
    "LOW, HIGH, SERIAL"
  })
  void strategy_forEveryPriorityAndContention(
      Priority priority, Contention contention, Strategy expected) {
    assertThat(StrategySelector.select(priority, contention)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, LOW", "0.29, LOW", "0.3, MODERATE", "0.69, MODERATE", "0.7, HIGH", "1, HIGH"})
  void contention_byUtilisation(double utilisation, Contention expected) {
    assertThat(ContentionThresholds.defaults().of(utilisation)).isEqualTo(expected);
  }

  @Test
  void thresholds_notRising_areRefused() {
    assertThatThrownBy(() -> new ContentionThresholds(0.7, 0.3)).hasMessageContaining("0.7");
    assertThatThrownBy(() -> new ContentionThresholds(0, 0.3)).hasMessageContaining("rise");
  }
}
