package dev.drover.simulate.memory;

import dev.drover.model.unit.Bytes;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a memory trace as {@code docs/memory-trace-format.md} has it, plain or compressed by gzip.
 * What it holds in memory grows with what the file has said so far, up to the format's limits,
 * never with a number that the file only names.
 */
public final class TraceReader {
  static final String MAGIC = "drover-memory-trace 1";

  /** Eleven days; a simulation can tell 106 apart. */
  private static final long MOST_MICROS = 1_000_000_000_000L;

  private static final int END = -1;

  private final InputStream in;
  private int line = 1;
  private int next;

  private TraceReader(InputStream in) throws IOException {
    this.in = in;
    this.next = in.read();
  }

  /**
   * {@return the trace in {@code file}}
   *
   * @throws TraceException when there is none; the message names file, line and reason
   */
  public static MemoryTrace read(Path file) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
      return read(raw, file.toString());
    } catch (NoSuchFileException e) {
      throw new TraceException(file + ": no such file; name an existing memory trace", e);
    } catch (IOException e) {
      throw new TraceException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a trace; {@code name} stands for the file in what is said of it. */
  static MemoryTrace read(InputStream raw, String name) throws IOException {
    raw.mark(2);
    boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    TraceReader reader = null;
    try {
      reader = new TraceReader(packed ? new BufferedInputStream(new GZIPInputStream(raw)) : raw);
      return reader.trace();
    } catch (EOFException e) {
      throw refused(name, reader, "it ends in the middle; copy or record it again", e);
    } catch (ZipException e) {
      throw refused(name, reader, "it is damaged (" + e.getMessage() + "); copy it again", e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw refused(name, reader, e.getMessage() + "; see docs/memory-trace-format.md", e);
    }
  }

  private static TraceException refused(
      String name, @Nullable TraceReader reader, String what, Exception e) {
    return new TraceException(name + ":" + (reader == null ? 1 : reader.line) + ": " + what, e);
  }

  private MemoryTrace trace() throws IOException {
    if (!text().equals(MAGIC)) {
      throw new IllegalArgumentException("the first line is not '" + MAGIC + "'");
    }
    newLine();
    MemoryTrace.Builder trace = new MemoryTrace.Builder(header());
    while (next >= '0' && next <= '9') {
      trace.interval(number(MOST_MICROS));
      runs(trace);
      newLine();
    }
    word("end");
    long said = number(MemoryTrace.MOST_INTERVALS);
    if (said != trace.intervals()) {
      throw new IllegalArgumentException(
          "it says that it has " + said + " intervals and has " + trace.intervals());
    }
    MemoryTrace all = trace.build();
    newLine();
    if (next != END) {
      throw new IllegalArgumentException("something follows the end");
    }
    return all;
  }

  /** Each field is checked before its line is left, so that a refusal names that line. */
  private TraceHeader header() throws IOException {
    Bytes pageSize = Bytes.of(field("page-size", 1 << 30));
    TraceHeader header = new TraceHeader(pageSize, 1, Duration.ofSeconds(1), "none", List.of());
    newLine();
    int pages = (int) field("pages", TraceHeader.MOST_PAGES);
    header = new TraceHeader(pageSize, pages, header.interval(), header.method(), List.of());
    newLine();
    Duration interval = Duration.of(field("interval-us", 3_600_000_000L), ChronoUnit.MICROS);
    header = new TraceHeader(pageSize, pages, interval, header.method(), List.of());
    newLine();
    word("method");
    header = new TraceHeader(pageSize, pages, header.interval(), text(), List.of());
    newLine();
    List<String> notes = new ArrayList<>();
    while (next == 'n') {
      word("note");
      notes.add(text());
      header = new TraceHeader(pageSize, pages, interval, header.method(), notes);
      newLine();
    }
    return header;
  }

  private long field(String name, long most) throws IOException {
    word(name);
    return number(most);
  }

  private void runs(MemoryTrace.Builder trace) throws IOException {
    long page = 0;
    while (next == ' ') {
      advance();
      page += number(TraceHeader.MOST_PAGES);
      long length = 1;
      if (next == ':') {
        advance();
        length = number(TraceHeader.MOST_PAGES);
      }
      trace.run(page, length);
      page += length;
    }
  }

  private void word(String word) throws IOException {
    for (int i = 0; i <= word.length(); i++) {
      if (next == END) {
        throw new EOFException();
      }
      if (next != (i < word.length() ? word.charAt(i) : ' ')) {
        throw new IllegalArgumentException("'" + word + "' and a value are missing here");
      }
      advance();
    }
  }

  private long number(long most) throws IOException {
    if (next == END) {
      throw new EOFException();
    }
    if (next < '0' || next > '9') {
      throw new IllegalArgumentException("a whole number is missing here");
    }
    long value = 0;
    while (next >= '0' && next <= '9') {
      value = 10 * value + next - '0';
      if (value > most) {
        throw new IllegalArgumentException("a number is above " + most);
      }
      advance();
    }
    return value;
  }

  private String text() throws IOException {
    StringBuilder text = new StringBuilder();
    while (next != '\n' && next != END) {
      if (next < ' ' || next > '~' || text.length() == TraceHeader.LONGEST_TEXT) {
        throw new IllegalArgumentException(
            "this is not a text of at most "
                + TraceHeader.LONGEST_TEXT
                + " printable ASCII characters");
      }
      text.append((char) next);
      advance();
    }
    return text.toString();
  }

  private void newLine() throws IOException {
    if (next == END) {
      throw new EOFException();
    }
    if (next != '\n') {
      throw new IllegalArgumentException("the line goes on where it should end");
    }
    advance();
    line++;
  }

  private void advance() throws IOException {
    next = in.read();
  }
}
