package dev.drover.simulate.migration;

import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.WritePattern;

/**
 * Writes one page after the other, round and round, at a constant rate: a constant rate of distinct
 * pages in any span shorter than a turn. The k-th write is at (k + 1) × interval.
 */
record SequentialWrites(int pages, long interval) implements WritePattern {
  @Override
  public void write(long from, long to, PageSet dirty) {
    long first = from / interval;
    long last = Math.min(to / interval, first + pages);
    for (long write = first; write < last; write++) {
      dirty.add((int) (write % pages));
    }
  }
}
