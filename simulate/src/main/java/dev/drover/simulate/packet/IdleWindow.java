package dev.drover.simulate.packet;

import dev.drover.simulate.kernel.SimTime;

/** What is left of a congestion window after nothing was sent for a while. */
final class IdleWindow {
  /** RFC 7661, section 4.4: the non-validated phase. */
  private static final long VALID = 300 * SimTime.SECOND;

  private IdleWindow() {}

  /**
   * {@return the window to go on with, in bytes}
   *
   * @param idle since something was sent last, in picoseconds
   */
  static double after(
      TcpConfig.IdleRestart how, double window, double initial, long idle, long timeout) {
    return switch (how) {
      case OFF -> window;
      case INITIAL_WINDOW -> idle > timeout ? Math.min(window, initial) : window;
      case DECAY -> {
        double left = window;
        for (long spent = timeout; spent < idle && left > initial; spent += timeout) {
          left = Math.max(left / 2, initial);
        }
        yield left;
      }
      case VALIDATION -> idle > VALID ? Math.min(window, Math.max(window / 2, initial)) : window;
    };
  }
}
