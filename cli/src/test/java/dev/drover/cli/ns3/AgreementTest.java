package dev.drover.cli.ns3;

import static dev.drover.cli.ns3.Agreement.Verdict.APART;
import static dev.drover.cli.ns3.Agreement.Verdict.CLOSE;
import static dev.drover.cli.ns3.Agreement.Verdict.INSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.ns3.Agreement.Verdict;
import dev.drover.cli.reproduce.Estimate;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgreementTest {
  @ParameterizedTest
  @CsvSource({
    "100, 0, 100, 0, CLOSE",
    "103, 0, 100, 0, CLOSE",
    "97, 0, 100, 0, CLOSE",
    "103.1, 0, 100, 0, APART",
    "96.9, 0, 100, 0, APART",
    "110, 12, 100, 11, INSIDE",
    "110, 12, 100, 9, APART",
    "110, 9, 100, 12, APART",
    "0, 0, 0, 0, CLOSE",
    "1, 0, 0, 0, APART",
  })
  void verdict_byDifferenceAndIntervals_isTheBestThatHolds(
      double drover, double droverHalf, double ns3, double ns3Half, Verdict expected) {
    Agreement agreement =
        Agreement.of(Measure.GOODPUT, estimate(drover, droverHalf), estimate(ns3, ns3Half));

    assertThat(agreement.verdict()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"CLOSE, INSIDE", "INSIDE, APART"})
  void verdicts_inOrder_growWorse(Verdict better, Verdict worse) {
    assertThat(better).isLessThan(worse);
    assertThat(Verdict.values()).containsExactly(CLOSE, INSIDE, APART);
  }

  private static Estimate estimate(double mean, double halfWidth) {
    OptionalDouble half = halfWidth == 0 ? OptionalDouble.empty() : OptionalDouble.of(halfWidth);
    return new Estimate(10, mean, half, mean, mean, mean);
  }
}
