package dev.drover.xia.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.migration.Window.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowTest {
  private static final long SECOND = 1_000_000_000;
  private static final int BYTES_A_MS = 25_000;

  private long now;
  private Duration roundTrip = Duration.ofMillis(1);
  private final Window window = new Window(() -> now, () -> roundTrip);

  @Test
  void limit_shortPath_isTheLeast() throws Exception {
    carry(SECOND);

    assertThat(window.limit()).isEqualTo(Window.LEAST);
  }

  @Test
  void limit_longPath_isTwiceWhatComesThroughInARoundTrip() throws Exception {
    roundTrip = Duration.ofMillis(80);
    carry(SECOND);

    assertThat(window.limit()).isBetween(2L * 79 * BYTES_A_MS, 2L * 81 * BYTES_A_MS);
  }

  @Test
  void limit_veryLongPath_hasABound() throws Exception {
    roundTrip = Duration.ofSeconds(20);
    carry(SECOND);

    assertThat(window.limit()).isEqualTo(Window.MOST);
  }

  @ParameterizedTest
  @CsvSource({"BEFORE_STOP, 2", "BESIDE_FAULTS, 1"})
  void enter_pathWithAQueue_goesByTheShortestRoundTripSeen(Stage stage, long times)
      throws Exception {
    roundTrip = Duration.ofMillis(20);
    carry(SECOND);
    window.enter(stage);
    roundTrip = Duration.ofMillis(90);
    carry(SECOND);

    assertThat(window.limit()).isBetween(times * 19 * BYTES_A_MS, times * 21 * BYTES_A_MS);
  }

  @ParameterizedTest
  @CsvSource({"BEFORE_STOP, 262144", "BESIDE_FAULTS, 131072"})
  void enter_shortPath_isLittleAtOnce(Stage stage, long limit) throws Exception {
    carry(SECOND);
    window.enter(stage);

    assertThat(window.limit()).isEqualTo(limit);
  }

  @Test
  void enter_stageThatIsBehind_changesNothing() throws Exception {
    carry(SECOND);
    window.enter(Stage.BESIDE_FAULTS);
    window.enter(Stage.BEFORE_STOP);
    carry(SECOND);

    assertThat(window.limit()).isEqualTo(Window.LEAST_BESIDE_FAULTS);
  }

  /** A millisecond's bytes each millisecond. */
  private void carry(long nanos) throws InterruptedException {
    for (long end = now + nanos; now < end; now += 1_000_000) {
      window.acquire(BYTES_A_MS);
      window.release(BYTES_A_MS);
    }
  }
}
