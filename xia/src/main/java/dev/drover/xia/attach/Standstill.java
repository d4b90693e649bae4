package dev.drover.xia.attach;

import dev.drover.xia.identity.PublicKey;
import dev.drover.xia.identity.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Notices that this node stood still: a virtual machine that is paused sees no time pass, but the
 * counters of what others sign are microseconds of their clocks, and went on.
 */
final class Standstill {
  /** Less than this is a message that was late, or a migration, after which it registers anyway. */
  static final Duration LEAST = Duration.ofSeconds(10);

  private static final int MOST = 4;

  private final Map<PublicKey, Seen> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PublicKey, Seen> eldest) {
          return size() > MOST;
        }
      };

  private record Seen(long counter, long atNanos) {}

  /**
   * {@return whether the clock of its signer went much further than this node's since it said
   * something before}
   *
   * @param statement genuine and new
   */
  boolean noticed(Statement statement, long nowNanos) {
    Seen before = seen.put(statement.signer(), new Seen(statement.counter(), nowNanos));
    if (before == null) {
      return false;
    }
    long theirs = statement.counter() - before.counter();
    long ours = Duration.ofNanos(nowNanos - before.atNanos()).toMillis() * 1000;
    return theirs - ours >= LEAST.toMillis() * 1000;
  }
}
