package dev.drover.simulate.memory;

/**
 * The writes of a recorded guest. Each page that was dirtied in an interval is written once in it;
 * the moments are spread evenly, in an order that strides through the pages, because the recording
 * does not tell when within the interval, nor how often. A round much shorter than the trace's
 * interval therefore dirties fewer pages than it would have.
 */
public final class ReplayedTrace implements WritePattern {
  private final MemoryTrace trace;
  private final AtEnd atEnd;

  /** By interval: coprime to its number of pages. */
  private final int[] strides;

  /** What the guest does when it has run for longer than the recording. */
  public enum AtEnd {
    /** It begins anew. */
    LOOP,
    /** Its memory stays as it is: it writes no more. */
    HOLD
  }

  public ReplayedTrace(MemoryTrace trace, AtEnd atEnd) {
    this.trace = trace;
    this.atEnd = atEnd;
    this.strides = new int[trace.intervals()];
    for (int i = 0; i < strides.length; i++) {
      strides[i] = stride(trace.dirtied(i));
    }
  }

  @Override
  public void write(long from, long to, PageSet dirty) {
    long end = writesBy(to);
    int all = trace.dirtied();
    long k = Math.max(writesBy(from), end - all);
    if (k >= end) {
      return;
    }
    int i = trace.intervalOf((int) (k % all));
    int j = (int) (k % all) - trace.dirtiedBefore(i);
    while (k < end) {
      int count = trace.dirtied(i);
      for (; j < count && k < end; j++, k++) {
        dirty.add(trace.page(i, (int) ((long) j * strides[i] % count)));
      }
      i = i + 1 == strides.length ? 0 : i + 1;
      j = 0;
    }
  }

  @Override
  public int pages() {
    return trace.header().pages();
  }

  /** {@return how many writes happen in (0, {@code guestTime}]} */
  private long writesBy(long guestTime) {
    long rounds = guestTime / trace.length();
    if (rounds > 0 && atEnd == AtEnd.HOLD) {
      return trace.dirtied();
    }
    long within = guestTime % trace.length();
    int i = trace.intervalAt(within);
    long begin = i == 0 ? 0 : trace.end(i - 1);
    double part = (double) (within - begin) / (trace.end(i) - begin);
    return rounds * trace.dirtied() + trace.dirtiedBefore(i) + (long) (trace.dirtied(i) * part);
  }

  /** {@return about 0.618 of {@code count}, so that neighbours in the order lie far apart} */
  private static int stride(int count) {
    int stride = Math.max(1, (int) (count * 0.618));
    while (gcd(stride, count) > 1) {
      stride++;
    }
    return stride;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
