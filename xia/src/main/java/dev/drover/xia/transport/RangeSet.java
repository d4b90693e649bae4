package dev.drover.xia.transport;

/** Stretches of a stream that do not touch, in order: from (inclusive) to (exclusive). */
final class RangeSet {
  private final long[] from;
  private final long[] to;
  private int size;

  /**
   * @param most ranges it holds
   */
  RangeSet(int most) {
    from = new long[most];
    to = new long[most];
  }

  /** {@return whether there was room to add it} */
  boolean add(long begin, long end) {
    int first = 0;
    while (first < size && to[first] < begin) {
      first++;
    }
    int after = first;
    while (after < size && from[after] <= end) {
      after++;
    }
    if (after > first) {
      from[first] = Math.min(from[first], begin);
      to[first] = Math.max(to[after - 1], end);
      close(first + 1, after);
      return true;
    }
    if (size == from.length) {
      return false;
    }
    System.arraycopy(from, first, from, first + 1, size - first);
    System.arraycopy(to, first, to, first + 1, size - first);
    from[first] = begin;
    to[first] = end;
    size++;
    return true;
  }

  /** {@return where what is whole from {@code place} on ends; that range, if any, is taken out} */
  long takeFrom(long place) {
    int gone = 0;
    long end = place;
    while (gone < size && from[gone] <= end) {
      end = Math.max(end, to[gone]);
      gone++;
    }
    close(0, gone);
    return end;
  }

  private void close(int first, int after) {
    System.arraycopy(from, after, from, first, size - after);
    System.arraycopy(to, after, to, first, size - after);
    size -= after - first;
  }

  int size() {
    return size;
  }

  long from(int index) {
    return from[index];
  }

  long to(int index) {
    return to[index];
  }
}
