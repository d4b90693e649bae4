package dev.drover.simulate.migration;

import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.WritePattern;
import java.util.Arrays;

/**
 * A pattern that keeps what each page holds at the source and at the destination, as the number of
 * its last write, and complains when the VM runs on without a page that it has touched, or a page
 * that is there is overwritten.
 */
final class VersionedMemory implements WritePattern, PageWitness {
  private final WritePattern pattern;
  private final PageSet span;
  private final long[] latest;
  private final long[] atSource;
  private final long[] atDestination;
  private final PageSet missing;
  private final PageSet waitingWrites;
  private boolean switched;

  VersionedMemory(WritePattern pattern) {
    this.pattern = pattern;
    int pages = pattern.pages();
    this.span = new PageSet(pages);
    this.latest = new long[pages];
    this.atSource = new long[pages];
    this.atDestination = new long[pages];
    this.missing = new PageSet(pages);
    this.waitingWrites = new PageSet(pages);
    Arrays.fill(atDestination, -1);
  }

  @Override
  public int pages() {
    return pattern.pages();
  }

  @Override
  public void write(long from, long to, PageSet dirty) {
    if (to > from && !waitingWrites.isEmpty()) {
      throw new AssertionError("the VM ran on while it waited for page " + waitingWrites.next(0));
    }
    span.clear();
    pattern.write(from, to, span);
    for (int page = span.next(0); page >= 0; page = span.next(page + 1)) {
      latest[page]++;
      if (!switched) {
        atSource[page] = latest[page];
      } else if (missing.contains(page)) {
        waitingWrites.add(page);
      } else {
        atDestination[page] = latest[page];
      }
    }
    dirty.addAll(span);
  }

  @Override
  public boolean looks() {
    return true;
  }

  @Override
  public void read(int page) {
    atDestination[page] = atSource[page];
  }

  @Override
  public void paused(PageSet left) {
    switched = true;
    missing.addAll(left);
  }

  @Override
  public void arrived(int page) {
    if (!missing.remove(page)) {
      throw new AssertionError("page " + page + " was there already and is overwritten");
    }
    atDestination[page] = waitingWrites.remove(page) ? latest[page] : atSource[page];
  }

  /** {@return how many pages the destination does not hold as last written} */
  int stalePages() {
    int stale = 0;
    for (int page = 0; page < latest.length; page++) {
      if (atDestination[page] != latest[page]) {
        stale++;
      }
    }
    return stale;
  }
}
