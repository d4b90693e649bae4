package dev.drover.simulate.memory;

import dev.drover.simulate.kernel.SimTime;
import java.util.Arrays;

/**
 * Which pages a guest dirtied in each of the intervals that follow one another from the start of a
 * recording. Immutable: many guests may replay one trace. Four bytes for each page of each
 * interval.
 */
public final class MemoryTrace {
  static final int MOST_INTERVALS = 1 << 20;
  static final int MOST_DIRTIED = 1 << 25;

  private final TraceHeader header;

  /** When each interval ends, in picoseconds since the start. */
  private final long[] ends;

  /** Where the pages of each interval begin in {@link #dirtied}, and then where the last end. */
  private final int[] offsets;

  private final int[] dirtied;

  private MemoryTrace(TraceHeader header, long[] ends, int[] offsets, int[] dirtied) {
    this.header = header;
    this.ends = ends;
    this.offsets = offsets;
    this.dirtied = dirtied;
  }

  public TraceHeader header() {
    return header;
  }

  /** {@return how many intervals there are, at least one} */
  public int intervals() {
    return ends.length;
  }

  /** {@return when interval {@code i} ends, in picoseconds since the start} */
  public long end(int i) {
    return ends[i];
  }

  /** {@return how long the recording is, in picoseconds} */
  public long length() {
    return ends[ends.length - 1];
  }

  /** {@return how many pages were dirtied in interval {@code i}} */
  public int dirtied(int i) {
    return offsets[i + 1] - offsets[i];
  }

  /** {@return the sum of {@link #dirtied(int)} over all intervals} */
  public int dirtied() {
    return dirtied.length;
  }

  /** {@return the {@code j}-th page dirtied in interval {@code i}, in ascending order} */
  public int page(int i, int j) {
    return dirtied[offsets[i] + j];
  }

  /** {@return the sum over the intervals before {@code i}} */
  int dirtiedBefore(int i) {
    return offsets[i];
  }

  /** {@return the interval that the moment {@code time} falls into, 0 ≤ time < length} */
  int intervalAt(long time) {
    int found = Arrays.binarySearch(ends, time);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** {@return the interval that the {@code k}-th dirtied page of the trace belongs to} */
  int intervalOf(int k) {
    int low = 0;
    int high = ends.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (offsets[middle] <= k) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Grows a trace interval by interval. What it refuses it says without naming a place. */
  static final class Builder {
    private final TraceHeader header;
    private long[] ends = new long[64];
    private int[] offsets = new int[65];
    private int[] dirtied = new int[1024];
    private int intervals;
    private int count;

    Builder(TraceHeader header) {
      this.header = header;
    }

    /** Begins an interval that ends {@code micros} after the start. */
    void interval(long micros) {
      long end = Math.multiplyExact(micros, SimTime.MICROSECOND);
      if (end <= (intervals == 0 ? 0 : ends[intervals - 1])) {
        throw new IllegalArgumentException("time " + micros + " is not after the interval before");
      }
      if (intervals == MOST_INTERVALS) {
        throw new IllegalArgumentException("there are more than " + MOST_INTERVALS + " intervals");
      }
      if (intervals == ends.length) {
        ends = Arrays.copyOf(ends, 2 * intervals);
        offsets = Arrays.copyOf(offsets, 2 * intervals + 1);
      }
      ends[intervals++] = end;
      offsets[intervals] = count;
    }

    /** Adds the pages from {@code first} to the interval begun last; ascending. */
    void run(long first, long length) {
      if (length < 1 || first + length > header.pages()) {
        throw new IllegalArgumentException(
            "pages "
                + first
                + " and following, "
                + length
                + ", are not all of the guest's "
                + header.pages());
      }
      if (length > MOST_DIRTIED - count) {
        throw new IllegalArgumentException(
            "there are more than " + MOST_DIRTIED + " dirtied pages in all");
      }
      int need = count + (int) length;
      if (need > dirtied.length) {
        dirtied = Arrays.copyOf(dirtied, Math.min(MOST_DIRTIED, Math.max(need, 2 * count)));
      }
      for (int i = 0; i < length; i++) {
        dirtied[count++] = (int) first + i;
      }
      offsets[intervals] = count;
    }

    int intervals() {
      return intervals;
    }

    MemoryTrace build() {
      if (intervals == 0) {
        throw new IllegalArgumentException("there is no interval");
      }
      return new MemoryTrace(
          header,
          Arrays.copyOf(ends, intervals),
          Arrays.copyOf(offsets, intervals + 1),
          Arrays.copyOf(dirtied, count));
    }
  }
}
