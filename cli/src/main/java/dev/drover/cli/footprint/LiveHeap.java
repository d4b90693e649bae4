package dev.drover.cli.footprint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lives on a heap, in bytes.
 *
 * @param numbers of it, arrays of {@code int} and {@code long}: what flow tables consist of
 */
record LiveHeap(long bytes, long numbers) {
  private static final Pattern ARRAYS =
      Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+\\[[IJ](?:\\s|$)");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");

  /**
   * Reads what {@code jcmd PID GC.class_histogram} prints.
   *
   * @throws IllegalArgumentException when it is none
   */
  static LiveHeap parse(String histogram) {
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IllegalArgumentException("no histogram of a heap: it has no total");
    }
    long numbers =
        ARRAYS.matcher(histogram).results().mapToLong(m -> Long.parseLong(m.group(1))).sum();
    return new LiveHeap(Long.parseLong(total.group(1)), numbers);
  }
}
