package dev.drover.simulate.evacuation;

import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.memory.PageSet;

/** QEMU's bitmap of pages to send, gone through in their order again and again. */
final class PagesToSend {
  private static final long PAGE = DirtyRate.PAGE.count();

  private static final long PAGE_HEADER = WorldFigures.PAGE_HEADER.count();

  /** All that is sent of a page of zeros. */
  private static final long ZERO_PAGE = 9;

  /** Pages handed to the kernel at once. */
  private static final int BATCH = 16;

  private final Guest guest;
  private final PageSet bitmap;
  private final PageSet scratch;
  private int cursor;

  /** No page of {@code guest}. */
  PagesToSend(Guest guest) {
    this.guest = guest;
    this.bitmap = new PageSet(guest.memory().pages());
    this.scratch = new PageSet(guest.memory().pages());
  }

  /** Every page is to be sent, and what has been written so far is forgotten. */
  void all(long now) {
    guest.memory().advance(now);
    guest.memory().takeDirty(scratch);
    bitmap.fill();
  }

  /** Adds what the guest has written since. {@return bytes of the pages written} */
  long merge() {
    guest.memory().takeDirty(scratch);
    bitmap.addAll(scratch);
    return scratch.count() * PAGE;
  }

  boolean isEmpty() {
    return bitmap.isEmpty();
  }

  /** {@return what is left as QEMU counts it: pages of zeros as if they had data} */
  long pending() {
    return bitmap.count() * PAGE;
  }

  /** {@return bytes of a post-copy's pages that are sent twice} */
  long resent(double part) {
    return Math.round(bitmap.count() * part) * (PAGE + PAGE_HEADER);
  }

  /** {@return bytes on the stream of all that is left} */
  long bytes() {
    long bytes = 0;
    for (int page = bitmap.next(0); page >= 0; page = bitmap.next(page + 1)) {
      bytes += bytes(page);
    }
    return bytes;
  }

  /** Takes the next pages out. {@return their bytes on the stream} */
  long nextBatch() {
    long bytes = 0;
    for (int data = 0; data < BATCH && !bitmap.isEmpty(); ) {
      int page = bitmap.next(cursor);
      if (page < 0) {
        cursor = 0;
      } else {
        bitmap.remove(page);
        cursor = page + 1;
        bytes += bytes(page);
        data += holdsData(page) ? 1 : 0;
      }
    }
    return bytes;
  }

  private long bytes(int page) {
    return holdsData(page) ? PAGE + PAGE_HEADER : ZERO_PAGE;
  }

  private boolean holdsData(int page) {
    return page < guest.writes().dataPages();
  }
}
