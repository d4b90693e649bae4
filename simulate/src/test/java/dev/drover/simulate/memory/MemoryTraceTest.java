package dev.drover.simulate.memory;

import static dev.drover.simulate.memory.Patterns.dirty;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.unit.Bytes;
import dev.drover.simulate.kernel.SimTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryTraceTest {
  private static final String GOLDEN =
      """
      drover-memory-trace 1
      page-size 4096
      pages 100
      interval-us 100000
      method page-content
      note by hand
      note for a test
      100000 0:3 4 2:90
      200417
      300001 99
      end 3
      """;

  @TempDir private Path directory = Path.of("");

  private static MemoryTrace read(byte[] bytes) {
    try {
      return TraceReader.read(new ByteArrayInputStream(bytes), "t.trace");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(TraceWriter writer, MemoryTrace trace) {
    for (int i = 0; i < trace.intervals(); i++) {
      writer.interval(trace.end(i) / SimTime.MICROSECOND, Traces.interval(trace, i));
    }
    writer.finish();
  }

  private static void assertSame(MemoryTrace actual, MemoryTrace expected) {
    assertThat(actual.header()).isEqualTo(expected.header());
    assertThat(actual.intervals()).isEqualTo(expected.intervals());
    for (int i = 0; i < actual.intervals(); i++) {
      assertThat(actual.end(i)).isEqualTo(expected.end(i));
      assertThat(Patterns.pages(Traces.interval(actual, i)))
          .isEqualTo(Patterns.pages(Traces.interval(expected, i)));
    }
  }

  @Test
  void reader_goldenText_isWhatTheFormatSays() {
    MemoryTrace trace = read(GOLDEN.getBytes(US_ASCII));
    assertThat(trace.header())
        .isEqualTo(
            new TraceHeader(
                Bytes.of(4096),
                100,
                Duration.ofMillis(100),
                "page-content",
                List.of("by hand", "for a test")));
    assertThat(trace.intervals()).isEqualTo(3);
    assertThat(trace.length()).isEqualTo(300_001_000_000L);
    assertThat(trace.end(1)).isEqualTo(200_417_000_000L);
    assertThat(trace.dirtied(0)).isEqualTo(94);
    PageSet first = Traces.interval(trace, 0);
    assertThat(first.contains(2) && first.contains(7) && first.contains(10)).isTrue();
    assertThat(first.contains(3) || first.contains(8) || first.contains(9)).isFalse();
    assertThat(trace.dirtied(1)).isZero();
    assertThat(Patterns.pages(Traces.interval(trace, 2))).isEqualTo("99");
  }

  @Test
  void writer_goldenTrace_writesTheGoldenText() throws Exception {
    Path file = directory.resolve("golden.trace");
    MemoryTrace trace = read(GOLDEN.getBytes(US_ASCII));
    try (TraceWriter writer = new TraceWriter(file, trace.header())) {
      write(writer, trace);
    }
    assertThat(Files.readString(file)).isEqualTo(GOLDEN);
    assertThat(directory.toFile().list()).containsExactly("golden.trace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drawn.trace", "drawn.trace.gz"})
  void reader_ofWhatTheWriterWrote_givesTheSameTrace(String name) {
    for (long seed = 0; seed < 30; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      MemoryTrace trace = Traces.drawn(random.nextInt(1, 2000), random.nextInt(1, 100), random);
      Path file = directory.resolve(name);
      try (TraceWriter writer = new TraceWriter(file, trace.header())) {
        write(writer, trace);
      }
      assertSame(TraceReader.read(file), trace);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept.trace", "kept.trace.gz"})
  void writer_closedBeforeItIsFinished_leavesTheFileBeforeAndNothingElse(String name)
      throws Exception {
    Path file = Files.writeString(directory.resolve(name), "before");
    try (TraceWriter writer = new TraceWriter(file, Traces.header(10))) {
      writer.interval(100, new PageSet(10));
    }
    assertThat(file).hasContent("before");
    assertThat(directory.toFile().list()).containsExactly(name);
  }

  @Test
  void writer_directoryThatIsMissing_saysSo() {
    Path file = directory.resolve("missing").resolve("a.trace");
    assertThatThrownBy(() -> new TraceWriter(file, Traces.header(10)))
        .isInstanceOf(TraceException.class)
        .hasMessageStartingWith(file + " cannot be written");
  }

  @Test
  void writer_badIntervals_areRefused() {
    Path file = directory.resolve("bad.trace");
    try (TraceWriter writer = new TraceWriter(file, Traces.header(10))) {
      assertThatThrownBy(writer::finish).hasMessageContaining("at least one interval");
      writer.interval(100, new PageSet(10));
      assertThatThrownBy(() -> writer.interval(100, new PageSet(10)))
          .hasMessageContaining("not after 100");
      assertThatThrownBy(() -> writer.interval(200, new PageSet(11)))
          .hasMessageContaining("10 pages");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void writer_moreThanAReaderAccepts_isRefused() {
    Path file = directory.resolve("large.trace.gz");
    PageSet all = new PageSet(1 << 24);
    all.fill();
    try (TraceWriter writer = new TraceWriter(file, Traces.header(1 << 24))) {
      writer.interval(1, all);
      writer.interval(2, all);
      assertThatThrownBy(() -> writer.interval(3, all))
          .isInstanceOf(TraceException.class)
          .hasMessageStartingWith(file + ": a trace has at most ");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          drover-memory-trace 1 | drover-memory-trace 2  | 1: the first line is not
          page-size 4096        | page-size 4095         | 2: page-size must be a power of two
          page-size 4096        | page-size              | 2: 'page-size' and a value are missing
          page-size 4096        | pagesize 4096          | 2: 'page-size' and a value are missing
          pages 100             | pages 0                | 3: pages must be from 1
          pages 100             | pages -1               | 3: a whole number is missing
          pages 100             | pages 99999999999      | 3: a number is above 268435456
          interval-us 100000    | interval-us 10         | 4: interval-us must be from 1000
          method page-content   | method a b             | 5: method must be one word
          note by hand          | note b\u00fc hand      | 6: this is not a text
          100000 0:3            | 100000 0:0             | 8: pages 0 and following, 0,
          2:90                  | 2:91                   | 8: pages 10 and following, 91,
          2:90                  | 2:90,                  | 8: the line goes on
          2:90                  | 2:                     | 8: a whole number is missing
          200417                | 100000                 | 9: time 100000 is not after
          200417                | 9999999999999          | 9: a number is above 1000000000000
          300001 99             | x                      | 10: 'end' and a value are missing
          end 3                 | end 4                  | 11: it says that it has 4 intervals and has 3
          """)
  void reader_badLine_isNamedWithItsReason(String good, String bad, String reason) {
    assertThat(GOLDEN).contains(good);
    String text = GOLDEN.replaceFirst(good, bad);
    assertThatThrownBy(() -> read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(TraceException.class)
        .hasMessageStartingWith("t.trace:" + reason);
  }

  @Test
  void reader_everyTruncation_isRefused() {
    byte[] whole = GOLDEN.getBytes(US_ASCII);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part))
          .as("%d bytes", length)
          .isInstanceOf(TraceException.class);
    }
    assertThatThrownBy(() -> read((GOLDEN + "x").getBytes(US_ASCII)))
        .hasMessageContaining("something follows the end");
  }

  @Test
  void reader_tooMuchInAll_isRefusedBeforeItIsHeld() {
    StringBuilder text =
        new StringBuilder(
            GOLDEN.substring(0, GOLDEN.indexOf("note")).replace("100\n", "268435456\n"));
    for (int i = 1; i < 10; i++) {
      text.append(i).append(" 0:8388608\n");
    }
    assertThatThrownBy(() -> read(text.toString().getBytes(US_ASCII)))
        .hasMessageStartingWith("t.trace:10: there are more than 33554432 dirtied pages");
  }

  @Test
  void reader_damagedFiles_neverFailInAnotherWay() throws Exception {
    Path file = directory.resolve("fuzz.trace.gz");
    MemoryTrace trace = Traces.drawn(300, 20, new SplittableRandom(1));
    try (TraceWriter writer = new TraceWriter(file, trace.header())) {
      write(writer, trace);
    }
    byte[] packed = Files.readAllBytes(file);
    byte[] plain = GOLDEN.getBytes(US_ASCII);
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = (random.nextBoolean() ? plain : packed).clone();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            (byte)
                (random.nextBoolean()
                    ? random.nextInt()
                    : "0123456789: \n".charAt(random.nextInt(13)));
      }
      try {
        MemoryTrace read = read(bytes);
        assertThat(read.intervals()).isPositive();
      } catch (TraceException e) {
        assertThat(e.getMessage()).as("seed %d", seed).matches("t\\.trace:\\d+: .*; .*");
      }
    }
  }

  @Test
  void reader_missingFile_saysSo() {
    assertThatThrownBy(() -> TraceReader.read(directory.resolve("none")))
        .hasMessageEndingWith("none: no such file; name an existing memory trace");
  }

  @Test
  void replay_eachInterval_writesExactlyItsPages() {
    for (long seed = 0; seed < 20; seed++) {
      MemoryTrace trace = Traces.drawn(700, 30, new SplittableRandom(seed));
      WritePattern replay = new ReplayedTrace(trace, ReplayedTrace.AtEnd.LOOP);
      for (int i = 0; i < trace.intervals(); i++) {
        long begin = i == 0 ? 0 : trace.end(i - 1);
        String expected = Patterns.pages(Traces.interval(trace, i));
        long later = 3 * trace.length();
        assertThat(Patterns.pages(dirty(replay, begin, trace.end(i)))).isEqualTo(expected);
        assertThat(Patterns.pages(dirty(replay, later + begin, later + trace.end(i))))
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void replay_halfAnInterval_writesHalfOfItsPages() {
    MemoryTrace trace = read(GOLDEN.getBytes(US_ASCII));
    WritePattern replay = new ReplayedTrace(trace, ReplayedTrace.AtEnd.LOOP);
    assertThat(dirty(replay, 0, trace.end(0) / 2).count()).isEqualTo(47);
  }

  @Test
  void replay_pastTheEnd_loopsOrHolds() {
    MemoryTrace trace = read(GOLDEN.getBytes(US_ASCII));
    long end = trace.length();
    assertThat(dirty(new ReplayedTrace(trace, ReplayedTrace.AtEnd.HOLD), end, 99 * end).isEmpty())
        .isTrue();
    assertThat(dirty(new ReplayedTrace(trace, ReplayedTrace.AtEnd.LOOP), end, 99 * end).count())
        .isEqualTo(94);
  }

  @Test
  void replay_traceWithoutWrites_isSilent() {
    String quiet = GOLDEN.replace(" 0:3 4 2:90", "").replace(" 99", "");
    WritePattern replay =
        new ReplayedTrace(read(quiet.getBytes(US_ASCII)), ReplayedTrace.AtEnd.LOOP);
    assertThat(dirty(replay, 0, Patterns.SECOND).isEmpty()).isTrue();
  }
}
