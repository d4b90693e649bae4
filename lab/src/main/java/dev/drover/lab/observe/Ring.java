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
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The newest rows of measurements in a file of fixed size, one writer and any number of readers in
 * other processes. A row is a few {@code long}s, the first of which is its time in microseconds
 * since the epoch, ascending. Bounded, because it lies on a memory file system.
 */
final class Ring implements AutoCloseable {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int HEADER_LONGS = 3;

  private final MappedByteBuffer buffer;
  private final int width;
  private final int capacity;

  private Ring(MappedByteBuffer buffer, int width, int capacity) {
    this.buffer = buffer;
    this.width = width;
    this.capacity = capacity;
  }

  /** Opens for writing; goes on after the rows of an earlier writer with the same shape. */
  static Ring writer(Path file, int width, int capacity) {
    long size = Long.BYTES * (HEADER_LONGS + (long) width * capacity);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Ring ring = new Ring(channel.map(FileChannel.MapMode.READ_WRITE, 0, size), width, capacity);
      if (ring.get(1) != width || ring.get(2) != capacity) {
        ring.put(0, 0);
        ring.put(1, width);
        ring.put(2, capacity);
      }
      return ring;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the ring to read, or empty when nothing was measured yet} */
  static Optional<Ring> reader(Path file) {
    try {
      if (!Files.exists(file) || Files.size(file) <= Long.BYTES * HEADER_LONGS) {
        return Optional.empty();
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        Ring shape = new Ring(buffer, 0, 0);
        return Optional.of(new Ring(buffer, (int) shape.get(1), (int) shape.get(2)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a row; the oldest makes room. */
  void add(long... row) {
    long count = get(0);
    for (int column = 0; column < width; column++) {
      put(cell(count, column), row[column]);
    }
    LONG.setRelease(buffer, 0, count + 1);
  }

  /** {@return the newest row} */
  Optional<long[]> last() {
    long count = count();
    return count == 0 ? Optional.empty() : Optional.of(row(count - 1));
  }

  /**
   * {@return the rows from {@code fromUs} to {@code toUs}, oldest first, with the one just before
   * and the one just after them where these exist}
   */
  List<long[]> around(long fromUs, long toUs) {
    List<long[]> rows = new ArrayList<>();
    long count = count();
    // A tenth is left out: the writer may be going over the oldest rows right now.
    long oldest = Math.max(0, count - capacity + capacity / 10);
    for (long index = count - 1; index >= oldest; index--) {
      long[] row = row(index);
      if (row[0] > toUs && !rows.isEmpty()) {
        rows.clear();
      }
      rows.add(row);
      if (row[0] < fromUs) {
        break;
      }
    }
    Collections.reverse(rows);
    return rows;
  }

  private long count() {
    return (long) LONG.getAcquire(buffer, 0);
  }

  private long[] row(long index) {
    long[] row = new long[width];
    for (int column = 0; column < width; column++) {
      row[column] = get(cell(index, column));
    }
    return row;
  }

  private int cell(long index, int column) {
    return HEADER_LONGS + (int) (index % capacity) * width + column;
  }

  private long get(int at) {
    return (long) LONG.get(buffer, at * Long.BYTES);
  }

  private void put(int at, long value) {
    LONG.set(buffer, at * Long.BYTES, value);
  }

  /** The mapping itself goes when it is no longer reachable. */
  @Override
  public void close() {
    if (!buffer.isReadOnly()) {
      buffer.force();
    }
  }
}
