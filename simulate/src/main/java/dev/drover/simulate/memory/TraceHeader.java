package dev.drover.simulate.memory;

import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;

/**
 * What a memory trace says about itself.
 *
 * @param pageSize bytes of a page, a power of two from 512 B to 1 GiB
 * @param pages of the guest, from 1 to 2²⁸ (1 TiB of 4 KiB)
 * @param interval how often the pages were meant to be looked at, in whole microseconds
 * @param method how it was found out that a page was written; one word
 * @param notes for the reader; printable ASCII
 */
public record TraceHeader(
    Bytes pageSize, int pages, Duration interval, String method, List<String> notes) {
  static final int MOST_PAGES = 1 << 28;
  static final int MOST_NOTES = 32;
  static final int LONGEST_TEXT = 1000;

  public TraceHeader {
    notes = List.copyOf(notes);
    long size = pageSize.count();
    if (size < 512 || size > 1 << 30 || Long.bitCount(size) != 1) {
      throw new IllegalArgumentException(
          "page-size must be a power of two from 512 to 1073741824: " + size);
    }
    if (pages < 1 || pages > MOST_PAGES) {
      throw new IllegalArgumentException("pages must be from 1 to " + MOST_PAGES + ": " + pages);
    }
    if (interval.compareTo(Duration.ofMillis(1)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "interval-us must be from 1000 to 3600000000: " + interval.toNanos() / 1000);
    }
    if (!method.matches("[a-z][a-z-]{0,31}")) {
      throw new IllegalArgumentException(
          "method must be one word of lower-case letters: " + method);
    }
    if (notes.size() > MOST_NOTES) {
      throw new IllegalArgumentException("notes must be at most " + MOST_NOTES);
    }
    for (String note : notes) {
      if (!note.matches("[ -~]{1," + LONGEST_TEXT + "}")) {
        throw new IllegalArgumentException(
            "a note must be 1 to " + LONGEST_TEXT + " printable ASCII characters: " + note);
      }
    }
  }
}
