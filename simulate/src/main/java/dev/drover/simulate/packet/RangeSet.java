package dev.drover.simulate.packet;

import java.util.Arrays;

/** A sorted list of disjoint half-open ranges of byte numbers. */
final class RangeSet {
  private long[] starts = new long[8];
  private long[] ends = new long[8];
  private int size;
  private long bytes;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** {@return bytes in all ranges} */
  long bytes() {
    return bytes;
  }

  long start(int index) {
    return starts[index];
  }

  long end(int index) {
    return ends[index];
  }

  /** {@return the last of all ranges' ends; {@code otherwise} when there is none} */
  long last(long otherwise) {
    return size == 0 ? otherwise : ends[size - 1];
  }

  /** {@return the place of the range that holds {@code byteNumber}, or -1} */
  int indexOf(long byteNumber) {
    int at = firstEndingAfter(byteNumber);
    return at < size && starts[at] <= byteNumber ? at : -1;
  }

  /** {@return the place of the first range that ends after {@code byteNumber}} */
  int firstEndingAfter(long byteNumber) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > byteNumber) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * Adds a range, which may touch or overlap others.
   *
   * @return the place of the range that it is part of now
   */
  int add(long start, long end) {
    int first = firstEndingAfter(start - 1);
    int beyond = first;
    long from = start;
    long to = end;
    while (beyond < size && starts[beyond] <= end) {
      from = Math.min(from, starts[beyond]);
      to = Math.max(to, ends[beyond]);
      bytes -= ends[beyond] - starts[beyond];
      beyond++;
    }
    if (beyond == first) {
      makeRoom(first);
    } else if (beyond > first + 1) {
      remove(first + 1, beyond);
    }
    starts[first] = from;
    ends[first] = to;
    bytes += to - from;
    return first;
  }

  /** Takes out all bytes below {@code byteNumber}. */
  void removeBelow(long byteNumber) {
    int beyond = 0;
    while (beyond < size && ends[beyond] <= byteNumber) {
      bytes -= ends[beyond] - starts[beyond];
      beyond++;
    }
    if (beyond > 0) {
      remove(0, beyond);
    }
    if (size > 0 && starts[0] < byteNumber) {
      bytes -= byteNumber - starts[0];
      starts[0] = byteNumber;
    }
  }

  void clear() {
    size = 0;
    bytes = 0;
  }

  private void makeRoom(int at) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    System.arraycopy(starts, at, starts, at + 1, size - at);
    System.arraycopy(ends, at, ends, at + 1, size - at);
    size++;
  }

  private void remove(int from, int beyond) {
    System.arraycopy(starts, beyond, starts, from, size - beyond);
    System.arraycopy(ends, beyond, ends, from, size - beyond);
    size -= beyond - from;
  }
}
