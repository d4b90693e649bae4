package dev.drover.hypervisor.migration;

import java.time.Duration;

/**
 * Judges whether a migration still moves. It counts the driver's looks at QEMU, not the time: while
 * the driver's process stands still, no time passes here, and what QEMU has moved by then is read
 * before it is judged. Not thread-safe.
 */
final class StallWatch {
  /** At least this long passes between two looks. */
  static final Duration LOOK = Duration.ofMillis(100);

  /** How long a question must have been open before no answer is one. */
  static final Duration SILENCE = Duration.ofSeconds(3);

  private final long limit;
  private long look;
  private long movedLook;
  private long movedBytes;

  StallWatch(Duration limit) {
    this.limit = looks(limit);
  }

  static long looks(Duration time) {
    return Math.ceilDiv(time.toNanos(), LOOK.toNanos());
  }

  /** Counts one look more. */
  void look() {
    look++;
  }

  /** {@return the number of the present look} */
  long now() {
    return look;
  }

  /** From now on it counts how long nothing moves. */
  void restart() {
    movedLook = look;
  }

  /**
   * {@return whether an answer shows a stall: asked after the limit, it tells of no new byte}
   *
   * @param asked look of the question
   * @param bytes sent in all
   */
  boolean stalled(long asked, long bytes) {
    if (bytes != movedBytes) {
      movedBytes = bytes;
      restart();
    }
    return asked - movedLook > limit;
  }

  /**
   * {@return whether a question without an answer shows a stall} A QEMU whose last round's
   * connection swallows everything answers nothing.
   *
   * @param asked look of the question
   */
  boolean silent(long asked) {
    return look - movedLook > limit && look - asked >= looks(SILENCE);
  }
}
