package dev.drover.agent.flow;

import java.util.Arrays;

/** The flows, eight longs each, in pages of 8 KiB: growing copies none of them. */
final class Records {
  static final int ADDRESSES = 0;

  /** The 40 bits of protocol and ports, above 24 of the period that the counts are of. */
  static final int TRANSPORT = 1;

  static final int BYTES = 2;
  static final int START = 3;
  static final int SEEN = 4;

  /** Bytes of the period that is under way when the flow last carried some. */
  static final int CURRENT = 5;

  /** Bytes of the period before. */
  static final int PREVIOUS = 6;

  /** The next flow from the same source, and that to the same destination. */
  static final int CHAINS = 7;

  private static final int FIELDS = 8;
  private static final int FIELD_BITS = 3;
  private static final int PAGE_BITS = 7;
  private static final int IN_PAGE = (1 << PAGE_BITS) - 1;

  private long[][] pages = {};
  private int size;

  int size() {
    return size;
  }

  long get(int record, int field) {
    return pages[record >>> PAGE_BITS][(record & IN_PAGE) << FIELD_BITS | field];
  }

  void set(int record, int field, long value) {
    pages[record >>> PAGE_BITS][(record & IN_PAGE) << FIELD_BITS | field] = value;
  }

  void add(int record, int field, long more) {
    pages[record >>> PAGE_BITS][(record & IN_PAGE) << FIELD_BITS | field] += more;
  }

  /** {@return the number of a new record, all zero} */
  int append() {
    int page = size >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page + Math.max(1, page >> 3));
      Arrays.setAll(pages, i -> pages[i] == null ? new long[0] : pages[i]);
    }
    if (pages[page].length == 0) {
      pages[page] = new long[FIELDS << PAGE_BITS];
    }
    int from = (size & IN_PAGE) << FIELD_BITS;
    Arrays.fill(pages[page], from, from + FIELDS, 0);
    return size++;
  }

  void move(int from, int to) {
    System.arraycopy(
        pages[from >>> PAGE_BITS],
        (from & IN_PAGE) << FIELD_BITS,
        pages[to >>> PAGE_BITS],
        (to & IN_PAGE) << FIELD_BITS,
        FIELDS);
  }

  /** Forgets all from {@code newSize} on; one page more than is needed stays. */
  void shrink(int newSize) {
    size = newSize;
    int kept = (newSize >>> PAGE_BITS) + 2;
    if (pages.length > kept) {
      pages = Arrays.copyOf(pages, kept);
    }
  }
}
