package dev.drover.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BurstsPageTest {
  @Test
  void row_ofSlicesAndRoundTrips_tellsHowManyAreFullAndWhatIsFelt() {
    List<Double> hundred = IntStream.rangeClosed(1, 101).mapToObj(ms -> (double) ms).toList();

    assertThat(BurstsPage.Row.of("plain", 1.2, List.of(200.0, 0.0, 190.0, 10.0), hundred).text())
        .isEqualTo("| plain | 1 | 100 | 50 % | 101 | 51.0 | 91.0 | 100.0 | 101.0 |");
  }

  @Test
  void row_ofNothing_isRefused() {
    assertThatThrownBy(() -> BurstsPage.Row.of("plain", 1.2, List.of(), List.of(1.0)))
        .hasMessage("plain: nothing was measured");
  }

  @Test
  void sent_ofTheKernelsTable_isTheNicsNinthColumn() {
    assertThat(
            WireSampler.sent(
                List.of(
                    "Inter-|   Receive                    |  Transmit",
                    " face |bytes packets errs drop fifo frame compressed multicast|bytes packets",
                    "    lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
                    "  nic0: 100 2 0 0 0 0 0 0 4200 5 0 0 0 0 0 0")))
        .isEqualTo(4200);
  }
}
