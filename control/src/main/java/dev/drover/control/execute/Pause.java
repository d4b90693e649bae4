package dev.drover.control.execute;

import java.time.Duration;

/** Waits between two looks. */
final class Pause {
  private Pause() {}

  /** Returns at once, and leaves the mark, when the thread is interrupted. */
  static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
