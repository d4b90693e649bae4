package dev.drover.simulate.packet;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.kernel.Timer;
import dev.drover.simulate.stream.Stream;

/**
 * When a connection may send next: its owner's limit holds back new data, pacing holds back
 * everything.
 */
final class Pace {
  private final Timer timer;
  private long limit = Stream.UNLIMITED;
  private long pacedUntil;
  private long limitedUntil;

  Pace(Simulator simulator, Runnable send) {
    this.timer = new Timer(simulator, send);
  }

  /** Payload bits per second. */
  void limit(long bitsPerSecond) {
    if (bitsPerSecond < 0) {
      throw new IllegalArgumentException("a limit must not be negative: " + bitsPerSecond);
    }
    limit = bitsPerSecond;
    limitedUntil = 0;
  }

  /** {@return whether a segment may go now; if not, its sender is called when it may} */
  boolean allows(long now, boolean fresh) {
    if (fresh && limit == 0) {
      return false;
    }
    long until =
        fresh && limit != Stream.UNLIMITED ? Math.max(pacedUntil, limitedUntil) : pacedUntil;
    if (until <= now) {
      return true;
    }
    timer.set(until);
    return false;
  }

  /**
   * Counts what was sent.
   *
   * @param payload new data; 0 for a retransmission
   * @param rate of pacing, in bits on the wire per second; infinite for none
   */
  void sent(int wireBytes, int payload, long now, double rate) {
    if (rate != Double.POSITIVE_INFINITY) {
      pacedUntil = Math.max(pacedUntil, now) + Math.round(wireBytes * 8.0 * SimTime.SECOND / rate);
    }
    if (payload > 0 && limit != Stream.UNLIMITED && limit > 0) {
      limitedUntil =
          Math.max(limitedUntil, now) + Math.round(payload * 8.0 * SimTime.SECOND / limit);
    }
  }

  void cancel() {
    timer.cancel();
  }
}
