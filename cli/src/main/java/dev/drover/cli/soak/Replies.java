package dev.drover.cli.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When one host was answered by another, from the lines of fping. Safe for use by two threads. */
final class Replies {
  /** Such as {@code [1700000000.12345] 10.77.0.1 : [42], 64 bytes, 0.07 ms (…)}. */
  private static final Pattern REPLY =
      Pattern.compile("^\\[(\\d+)\\.(\\d{1,6})\\d*\\] \\S+ : \\[(\\d+)\\], \\d+ bytes, .*");

  private static final int MICRO_DIGITS = 6;

  private final String pair;
  private final List<Long> micros = new ArrayList<>();
  private final BitSet answered = new BitSet();
  private int duplicates;

  Replies(String pair) {
    this.pair = pair;
  }

  /** {@return who asks whom} */
  String pair() {
    return pair;
  }

  /**
   * Takes a line of fping's; one that tells of no reply changes nothing. Where fping goes on and
   * on, it does not say that a reply is one that came before: it has the same number then.
   */
  synchronized void take(String line) {
    Matcher reply = REPLY.matcher(line);
    if (reply.matches()) {
      int number = Integer.parseInt(reply.group(3));
      if (answered.get(number)) {
        duplicates++;
        return;
      }
      answered.set(number);
      String fraction = (reply.group(2) + "000000").substring(0, MICRO_DIGITS);
      micros.add(Long.parseLong(reply.group(1)) * 1_000_000 + Long.parseLong(fraction));
    }
  }

  /** {@return replies that came more than once} */
  synchronized int duplicates() {
    return duplicates;
  }

  synchronized int count() {
    return micros.size();
  }

  /**
   * {@return the longest time without a reply, of those that began or ended between two moments in
   * microseconds since the epoch; a silence that has not ended counts up to {@code to}; empty when
   * there was never a reply before {@code to}}
   */
  synchronized Optional<Duration> longestGap(long from, long to) {
    long longest = -1;
    long before = -1;
    for (long at : micros) {
      if (at > to) {
        break;
      }
      if (before >= 0 && at >= from) {
        longest = Math.max(longest, at - before);
      }
      before = at;
    }
    if (before < 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(1000 * Math.max(longest, to - before)));
  }
}
