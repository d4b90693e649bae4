package dev.drover.simulate.migration;

import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.WritePattern;

/** Writes the first so many pages again and again: as soon as the guest runs, all are dirty. */
record FixedSetWrites(int pages, int written) implements WritePattern {
  @Override
  public void write(long from, long to, PageSet dirty) {
    if (to > from) {
      for (int page = 0; page < written; page++) {
        dirty.add(page);
      }
    }
  }
}
