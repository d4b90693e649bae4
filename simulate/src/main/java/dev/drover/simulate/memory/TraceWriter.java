package dev.drover.simulate.memory;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a memory trace as {@code docs/memory-trace-format.md} has it, compressed when the file's
 * name ends in {@code .gz}. The file appears, or replaces the one before, only when the trace is
 * finished; until then it grows under another name beside it, and {@link #close} removes that.
 */
public final class TraceWriter implements AutoCloseable {
  private final Path file;
  private final Path partial;
  private final TraceHeader header;
  private final Writer out;
  private long lastMicros;
  private int intervals;
  private long dirtied;

  /**
   * Begins a trace.
   *
   * @throws TraceException when the directory cannot be written
   */
  public TraceWriter(Path file, TraceHeader header) {
    this.file = file;
    this.partial =
        file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    this.header = header;
    try {
      OutputStream raw = Files.newOutputStream(partial);
      boolean packed = file.getFileName().toString().endsWith(".gz");
      this.out =
          new BufferedWriter(
              new OutputStreamWriter(
                  packed ? new GZIPOutputStream(raw) : raw, StandardCharsets.US_ASCII));
      out.write(TraceReader.MAGIC + "\n");
      out.write("page-size " + header.pageSize().count() + "\n");
      out.write("pages " + header.pages() + "\n");
      out.write("interval-us " + header.interval().toNanos() / 1000);
      out.write("\nmethod " + header.method() + "\n");
      for (String note : header.notes()) {
        out.write("note " + note + "\n");
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Adds the interval that ends {@code micros} after the start of the recording.
   *
   * @throws IllegalArgumentException when that is not after the interval before
   * @throws TraceException when the trace would grow beyond what a reader accepts
   */
  public void interval(long micros, PageSet dirty) {
    if (micros <= lastMicros) {
      throw new IllegalArgumentException("time " + micros + " is not after " + lastMicros);
    }
    if (dirty.pages() != header.pages()) {
      throw new IllegalArgumentException("the guest has " + header.pages() + " pages");
    }
    if (intervals == MemoryTrace.MOST_INTERVALS
        || dirtied + dirty.count() > MemoryTrace.MOST_DIRTIED) {
      throw new TraceException(
          file
              + ": a trace has at most "
              + MemoryTrace.MOST_INTERVALS
              + " intervals and "
              + MemoryTrace.MOST_DIRTIED
              + " dirtied pages; record less");
    }
    lastMicros = micros;
    intervals++;
    dirtied += dirty.count();
    try {
      out.write(Long.toString(micros));
      int past = 0;
      for (int first = dirty.next(0); first >= 0; first = dirty.next(past)) {
        out.write(" " + (first - past));
        past = first + 1;
        while (past < dirty.pages() && dirty.contains(past)) {
          past++;
        }
        if (past - first > 1) {
          out.write(":" + (past - first));
        }
      }
      out.write("\n");
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Ends the trace and puts it in its place. */
  public void finish() {
    if (intervals == 0) {
      throw new IllegalStateException("a trace has at least one interval");
    }
    try {
      out.write("end " + intervals + "\n");
      out.close();
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Removes what was written, unless it was finished. */
  @Override
  public void close() {
    try {
      out.close();
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private TraceException failed(IOException e) {
    return new TraceException(
        file + " cannot be written (" + e + "); name another place, or make room", e);
  }
}
