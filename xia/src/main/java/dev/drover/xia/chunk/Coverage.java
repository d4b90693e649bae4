package dev.drover.xia.chunk;

import java.util.Arrays;

/** Which bytes of a chunk are there: ranges in ascending order that do not touch each other. */
final class Coverage {
  /** From, to, from, to … */
  private int[] bounds = new int[8];

  private int used;
  private int covered;

  /** {@return how many of the bytes were not there before} */
  int add(int from, int to) {
    int first = 0;
    while (first < used && bounds[first + 1] < from) {
      first += 2;
    }
    int next = first;
    int low = from;
    int high = to;
    int before = 0;
    while (next < used && bounds[next] <= to) {
      low = Math.min(low, bounds[next]);
      high = Math.max(high, bounds[next + 1]);
      before += bounds[next + 1] - bounds[next];
      next += 2;
    }
    if (next == first) {
      if (used + 2 > bounds.length) {
        bounds = Arrays.copyOf(bounds, used * 2);
      }
      System.arraycopy(bounds, first, bounds, first + 2, used - first);
      used += 2;
    } else {
      System.arraycopy(bounds, next, bounds, first + 2, used - next);
      used -= next - first - 2;
    }
    bounds[first] = low;
    bounds[first + 1] = high;
    int added = high - low - before;
    covered += added;
    return added;
  }

  /** {@return how many bytes are there} */
  int covered() {
    return covered;
  }

  /** {@return how many ranges there are} */
  int ranges() {
    return used / 2;
  }

  /** {@return how many bytes of the range are missing} */
  int missing(int from, int to) {
    int there = 0;
    for (int i = 0; i < used; i += 2) {
      there += Math.max(0, Math.min(to, bounds[i + 1]) - Math.max(from, bounds[i]));
    }
    return to - from - there;
  }

  /** {@return the first missing byte at or after {@code from}, {@code to} at most} */
  int gap(int from, int to) {
    for (int i = 0; i < used; i += 2) {
      if (bounds[i] <= from && from < bounds[i + 1]) {
        return Math.min(to, bounds[i + 1]);
      }
    }
    return Math.min(from, to);
  }

  /** {@return the first byte after the missing one at {@code gap} that is there, or {@code to}} */
  int gapEnd(int gap, int to) {
    for (int i = 0; i < used; i += 2) {
      if (bounds[i] > gap) {
        return Math.min(to, bounds[i]);
      }
    }
    return to;
  }
}
