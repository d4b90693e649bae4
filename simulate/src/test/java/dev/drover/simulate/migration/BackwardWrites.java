package dev.drover.simulate.migration;

import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.WritePattern;

/** Writes every 50th page from the last on downwards, and again. */
record BackwardWrites(int pages, long interval) implements WritePattern {
  @Override
  public void write(long from, long to, PageSet dirty) {
    for (long write = from / interval; write < to / interval; write++) {
      dirty.add((int) (pages - 1 - write * 50 % pages));
    }
  }
}
