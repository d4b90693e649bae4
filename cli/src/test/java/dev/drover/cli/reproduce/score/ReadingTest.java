package dev.drover.cli.reproduce.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReadingTest {
  /** Four VMs whose cost is 100 in all. */
  private static final double[] COSTS = {10, 70, 0, 20};

  @Test
  void price_averageVm_isTheShareOfAllWhenEachMigratesOnce() {
    double all = 0;
    for (int vm = 0; vm < COSTS.length; vm++) {
      all += Reading.AVERAGE_VM.price(20, COSTS).of(vm, 0);
    }
    assertThat(all).isEqualTo(20);
  }

  @Test
  void price_otherReadings_areSharesOfTheVmAndOfAll() {
    assertThat(Reading.OWN_VM.price(50, COSTS).of(1, 3)).isEqualTo(35);
    assertThat(Reading.OWN_VM.price(50, COSTS).of(2, 3)).isZero();
    assertThat(Reading.OVERALL.price(50, COSTS).of(2, 3)).isEqualTo(50);
  }

  @Test
  void percents_everyReading_haveWhatThePaperNamesAndTheBaseline() {
    for (Reading reading : Reading.values()) {
      assertThat(reading.percents()).contains(0.0, 10.0, 20.0).isSorted().doesNotHaveDuplicates();
    }
  }
}
