package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class TransferErrorsTest {
  @Test
  void errors_ofTenTransfers_areThoseByHand() {
    double[] truth = {10, 10, 10, 10, 10, 10, 10, 10, 10, 20};
    double[] times = {9, 11, 10, 10, 10, 10, 12, 7, 8, 19};

    TransferErrors errors = TransferErrors.of(times, truth);

    // Sorted: 0, 0, 0, 0, 5, 10, 10, 20, 20, 30 %; nearest ranks 5 and 9.
    assertThat(errors.median()).isCloseTo(0.05, within(1e-9));
    assertThat(errors.percentile90()).isCloseTo(0.20, within(1e-9));
    assertThat(errors.last()).isCloseTo(-0.05, within(1e-9));
    assertThat(errors.mean()).isCloseTo(106.0 / 110 - 1, within(1e-9));
  }
}
