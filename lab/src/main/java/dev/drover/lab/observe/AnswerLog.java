package dev.drover.lab.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of every question that was asked one way, by number, in a file of fixed size: one
 * writer and any number of readers in other processes. A row is due and answered, both in
 * nanoseconds since the epoch (0: not yet), how often it was asked, and the {@link Verdict}.
 * Questions are asked in the order of their numbers; answers come in any.
 */
final class AnswerLog {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int HEADER = 3;
  private static final int WIDTH = 4;
  private static final int NEXT = 0;
  private static final int BROKEN = 1;
  private static final int CAPACITY = 2;

  private final MappedByteBuffer buffer;
  private final int capacity;

  /** What an answer is worth. */
  enum Verdict {
    NONE(0),
    RIGHT(1),
    WRONG(2);

    private final long code;

    Verdict(long code) {
      this.code = code;
    }

    private static Verdict of(long code) {
      return code == RIGHT.code ? RIGHT : code == WRONG.code ? WRONG : NONE;
    }
  }

  /** One question; {@code answeredNs} is 0 while there is no answer. */
  record Row(long number, long dueNs, long answeredNs, int asked, Verdict verdict) {}

  private AnswerLog(MappedByteBuffer buffer, int capacity) {
    this.buffer = buffer;
    this.capacity = capacity;
  }

  /** Opens for writing; numbers go on after those of an earlier writer of the same size. */
  static AnswerLog writer(Path file, int capacity) {
    long size = Long.BYTES * (HEADER + (long) WIDTH * capacity);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      AnswerLog log = new AnswerLog(channel.map(FileChannel.MapMode.READ_WRITE, 0, size), capacity);
      if (log.get(CAPACITY) != capacity) {
        log.put(NEXT, 0);
        log.put(BROKEN, 0);
        log.put(CAPACITY, capacity);
      }
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the log to read, or empty when nobody asked yet} */
  static Optional<AnswerLog> reader(Path file) {
    try {
      if (!Files.exists(file) || Files.size(file) <= Long.BYTES * HEADER) {
        return Optional.empty();
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        return Optional.of(new AnswerLog(buffer, (int) new AnswerLog(buffer, 1).get(CAPACITY)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the number of a question that is due then; the oldest makes room} */
  long add(long dueNs) {
    long number = next();
    put(cell(number, 0), dueNs);
    put(cell(number, 1), 0);
    put(cell(number, 2), 0);
    put(cell(number, 3), Verdict.NONE.code);
    LONG.setRelease(buffer, NEXT * Long.BYTES, number + 1);
    return number;
  }

  /** It is asked, for the first time or again. */
  void asked(long number) {
    int cell = cell(number, 2);
    put(cell, get(cell) + 1);
  }

  /**
   * It is answered; a second answer changes nothing, unless it is wrong where the first was not.
   */
  void answered(long number, long atNs, Verdict verdict) {
    if (!keeps(number)) {
      return;
    }
    if (get(cell(number, 3)) == Verdict.NONE.code) {
      put(cell(number, 1), atNs);
    }
    if (get(cell(number, 3)) != Verdict.WRONG.code) {
      put(cell(number, 3), verdict.code);
    }
  }

  /** A stream that stood is no more. */
  void broken() {
    put(BROKEN, get(BROKEN) + 1);
  }

  long brokenSoFar() {
    return get(BROKEN);
  }

  /** {@return the number that the next question will have} */
  long next() {
    return (long) LONG.getAcquire(buffer, NEXT * Long.BYTES);
  }

  boolean keeps(long number) {
    long next = next();
    return number >= 0 && number < next && number >= next - capacity;
  }

  /** {@return a question that it {@link #keeps}} */
  Row row(long number) {
    return new Row(
        number,
        get(cell(number, 0)),
        get(cell(number, 1)),
        (int) get(cell(number, 2)),
        Verdict.of(get(cell(number, 3))));
  }

  /** {@return questions that were due in the span, in their order} */
  List<Row> due(long fromNs, long toNs) {
    List<Row> rows = new ArrayList<>();
    long next = next();
    // A tenth is left out: the writer may be going over the oldest rows right now.
    for (long number = Math.max(0, next - capacity + capacity / 10); number < next; number++) {
      long due = get(cell(number, 0));
      if (due >= fromNs && due <= toNs) {
        rows.add(row(number));
      }
    }
    return rows;
  }

  private int cell(long number, int column) {
    return HEADER + (int) (number % capacity) * WIDTH + column;
  }

  private long get(int at) {
    return (long) LONG.getOpaque(buffer, at * Long.BYTES);
  }

  private void put(int at, long value) {
    LONG.setOpaque(buffer, at * Long.BYTES, value);
  }
}
