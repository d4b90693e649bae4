package dev.drover.simulate.migration;

import java.util.Arrays;

/** Pages on their way to the destination, in the order of the stream, each with its last byte. */
final class PagesInFlight {
  private int[] pages = new int[1024];
  private long[] ends = new long[1024];
  private int first;
  private int count;
  private long written;

  /** The first page begins at byte {@code offset} of the stream. */
  void from(long offset) {
    written = offset;
  }

  /** {@code page} is the next on the stream, with {@code size} bytes. */
  void add(int page, long size) {
    if (count == pages.length) {
      grow();
    }
    int at = first + count++ & pages.length - 1;
    written += size;
    pages[at] = page;
    ends[at] = written;
  }

  /** {@return the next page that is there when {@code delivered} bytes have arrived, or -1} */
  int arrived(long delivered) {
    if (count == 0 || ends[first] > delivered) {
      return -1;
    }
    int page = pages[first];
    first = first + 1 & pages.length - 1;
    count--;
    return page;
  }

  /**
   * {@return the byte of the stream that ends {@code page}}
   *
   * @throws IllegalArgumentException when it is not on its way
   */
  long endOf(int page) {
    for (int i = 0; i < count; i++) {
      int at = first + i & pages.length - 1;
      if (pages[at] == page) {
        return ends[at];
      }
    }
    throw new IllegalArgumentException("page " + page + " is not on its way");
  }

  private void grow() {
    int size = pages.length;
    int[] morePages = Arrays.copyOf(pages, size * 2);
    long[] moreEnds = Arrays.copyOf(ends, size * 2);
    System.arraycopy(pages, 0, morePages, size, first);
    System.arraycopy(ends, 0, moreEnds, size, first);
    pages = morePages;
    ends = moreEnds;
  }
}
