package dev.drover.simulate.memory;

/** Looks at patterns write by write. */
final class Patterns {
  static final long SECOND = 1_000_000_000_000L;

  /** A write each picosecond: what happens in (k, k + 1] is one write. */
  static final double ONE_EACH = 1e12;

  private Patterns() {}

  /** {@return how often each page is hit by the first {@code writes} of a pattern of that rate} */
  static int[] hits(WritePattern pattern, int writes) {
    int[] hits = new int[pattern.pages()];
    PageSet one = new PageSet(pattern.pages());
    for (int k = 0; k < writes; k++) {
      one.clear();
      pattern.write(k, k + 1, one);
      if (one.count() != 1) {
        throw new AssertionError(one.count() + " pages at write " + k);
      }
      hits[one.next(0)]++;
    }
    return hits;
  }

  static PageSet dirty(WritePattern pattern, long from, long to) {
    PageSet dirty = new PageSet(pattern.pages());
    pattern.write(from, to, dirty);
    return dirty;
  }

  static String pages(PageSet set) {
    StringBuilder text = new StringBuilder();
    for (int page = set.next(0); page >= 0; page = set.next(page + 1)) {
      text.append(page).append(' ');
    }
    return text.toString().strip();
  }
}
