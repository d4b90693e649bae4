package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.cli.report.SampleRuns;
import dev.drover.control.result.RunResult;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BurstsSpanTest {
  private static final BurstsSpan SPAN = new BurstsSpan(10_000, 12_000);

  @Test
  void of_aRun_isFromTheMigrationsStartToItsEnd() {
    RunResult run = SampleRuns.file().runs().getFirst();
    double start =
        run.timeline().startedAtMs() + run.migrations().getFirst().startMs().orElseThrow();

    BurstsSpan span = BurstsSpan.of(run);

    assertThat(span.fromMs()).isEqualTo(Math.round(start));
    assertThat((double) span.ms())
        .isCloseTo(run.migrations().getFirst().totalTimeMs().orElseThrow(), within(1.0));
  }

  @Test
  void slices_ofALongerTime_areThoseWhollyInside() {
    List<Double> slices = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);

    assertThat(SPAN.slices(new BurstsSpan(9_000, 15_000), slices)).containsExactly(2.0, 3.0);
    assertThat(SPAN.slices(new BurstsSpan(9_500, 15_500), slices)).containsExactly(2.0);
    assertThat(SPAN.slices(SPAN, slices)).isEqualTo(slices);
    assertThat(SPAN.slices(new BurstsSpan(11_000, 14_000), slices)).containsExactly(1.0, 2.0);
    assertThat(SPAN.slices(new BurstsSpan(13_000, 14_000), slices)).isEmpty();
  }

  @Test
  void roundTrips_ofFpingsLines_leaveOutLossesAndWhatWasBeforeOrAfter() {
    assertThat(
            SPAN.roundTrips(
                List.of(
                    "[9.99999] 10.77.1.1 : [0], 64 bytes, 99.0 ms (99.0 avg, 0% loss)",
                    "[10.00001] 10.77.1.1 : [1], 64 bytes, 0.712 ms (49.9 avg, 0% loss)",
                    "[10.51234] 10.77.1.1 : [2], timed out (49.9 avg, 33% loss)",
                    "[11.99999] 10.77.1.1 : [3], 64 bytes, 10.4 ms (36.7 avg, 25% loss)",
                    "[12.00001] 10.77.1.1 : [4], 64 bytes, 88.0 ms (49.5 avg, 20% loss)")))
        .containsExactly(0.712, 10.4);
  }
}
