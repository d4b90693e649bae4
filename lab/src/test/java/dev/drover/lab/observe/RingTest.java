package dev.drover.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RingTest {
  @TempDir Path directory;

  @Test
  void around_window_givesItsRowsAndOneNeighbourEachSide() {
    Path file = directory.resolve("ring");
    try (Ring writer = Ring.writer(file, 2, 100)) {
      for (long time = 10; time <= 90; time += 10) {
        writer.add(time, -time);
      }
    }

    assertThat(Ring.reader(file).orElseThrow().around(35, 55))
        .containsExactly(
            new long[] {30, -30}, new long[] {40, -40}, new long[] {50, -50}, new long[] {60, -60});
  }

  @Test
  void add_moreThanItHolds_keepsTheNewest() {
    Path file = directory.resolve("ring");
    try (Ring writer = Ring.writer(file, 1, 50)) {
      for (long time = 1; time <= 1000; time++) {
        writer.add(time);
      }
    }

    Ring reader = Ring.reader(file).orElseThrow();
    assertThat(reader.last()).contains(new long[] {1000});
    assertThat(reader.around(0, 2000)).hasSize(45).startsWith(new long[] {956});
  }

  @Test
  void writer_openedAgain_goesOn() {
    Path file = directory.resolve("ring");
    Ring.writer(file, 1, 50).add(1);
    Ring.writer(file, 1, 50).add(2);

    assertThat(Ring.reader(file).orElseThrow().around(0, 9))
        .containsExactly(new long[] {1}, new long[] {2});
  }

  @Test
  void reader_noFile_isEmpty() {
    assertThat(Ring.reader(directory.resolve("none"))).isEmpty();
  }
}
