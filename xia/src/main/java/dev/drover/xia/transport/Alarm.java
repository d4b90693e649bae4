package dev.drover.xia.transport;

import dev.drover.xia.stack.Network;
import org.jspecify.annotations.Nullable;

/**
 * One timer that is set over and over: it rings at the earliest time asked for, or once too early
 * where that was put off, which costs less than to set it anew each time. Not safe for use by
 * several threads.
 */
final class Alarm {
  private final Network network;
  private final Runnable rings;
  private Network.@Nullable Timer timer;
  private long at = Scoreboard.NONE;

  Alarm(Network network, Runnable rings) {
    this.network = network;
    this.rings = rings;
  }

  /** Rings at {@code deadline} at the latest. */
  void set(long deadline, long now) {
    if (deadline < at) {
      cancel();
      at = deadline;
      timer = network.after(Math.max(0, deadline - now), rings);
    }
  }

  /** It rang. */
  void rang() {
    timer = null;
    at = Scoreboard.NONE;
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      rang();
    }
  }
}
