package dev.drover.sdn.control;

import dev.drover.model.unit.BitRate;
import dev.drover.sdn.openflow.Message.PortStats;

/**
 * What a port carried in the last period, from counters of 64 bits without sign that begin anew
 * when a switch does.
 */
final class Counted {
  private static final long MISSING = -1;
  private static final double NANOS_PER_SECOND = 1e9;

  private boolean read;
  private long readAt;
  private long sentThen;
  private long receivedThen;
  private long elapsed;
  private long sent;
  private long received;

  /** Takes a reading that came at {@code nanos}. The first one says nothing of a period. */
  void take(PortStats stats, long nanos) {
    if (read) {
      elapsed = nanos - readAt;
      sent = since(sentThen, stats.txBytes());
      received = since(receivedThen, stats.rxBytes());
    }
    read = true;
    readAt = nanos;
    sentThen = stats.txBytes();
    receivedThen = stats.rxBytes();
  }

  /** Nothing was read in this period. */
  void missed() {
    sent = 0;
    received = 0;
    elapsed = 0;
  }

  /** Forgets all: the port or its switch was gone. */
  void restart() {
    read = false;
    missed();
  }

  /** {@return the difference of two counters; zero when one is missing or they went back} */
  static long since(long before, long now) {
    boolean counts = before != MISSING && now != MISSING && Long.compareUnsigned(before, now) < 0;
    return counts ? Math.max(0, now - before) : 0;
  }

  /** {@return the bytes sent in {@code period}, as many as at this rate} */
  long sentIn(long period) {
    return elapsed <= 0 ? 0 : (long) (sent * ((double) period / elapsed));
  }

  BitRate sentRate() {
    return rate(sent, elapsed);
  }

  BitRate receivedRate() {
    return rate(received, elapsed);
  }

  /** {@return {@code bytes} in {@code elapsed} nanoseconds as a rate; zero for no time} */
  static BitRate rate(long bytes, long elapsed) {
    return elapsed <= 0
        ? BitRate.ZERO
        : BitRate.ofBitsPerSecond((long) (bytes * (double) Byte.SIZE * NANOS_PER_SECOND / elapsed));
  }
}
