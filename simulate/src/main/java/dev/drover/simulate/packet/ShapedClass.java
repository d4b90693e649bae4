package dev.drover.simulate.packet;

import dev.drover.simulate.kernel.SimTime;
import java.util.ArrayDeque;

/**
 * A leaf of a {@link ShapedPort}: a queue with a guarantee, a ceiling and a priority. Tokens are
 * kept as times: the moment from which the class is within its rate again.
 */
final class ShapedClass {
  /** A segmented packet of 64 KiB, as the agents set it. */
  private static final double BURST_BYTES = 65_536;

  private final ArrayDeque<Packet> queue = new ArrayDeque<>();
  private final double guarantee;
  private final double ceiling;
  private final int priority;
  private final double quantum;
  private final long roomBytes;
  private long queuedBytes;
  private double withinGuarantee;
  private double withinCeiling;
  private double borrowed;

  /**
   * An empty queue.
   *
   * @param guarantee bits per second, above zero
   * @param ceiling bits per second
   * @param priority when borrowing; the least is served first
   */
  ShapedClass(double guarantee, double ceiling, int priority, long roomBytes) {
    this.guarantee = guarantee;
    this.ceiling = Math.max(guarantee, ceiling);
    this.priority = priority;
    this.quantum = Math.clamp(guarantee / 800, 66_000, 200_000);
    this.roomBytes = roomBytes;
  }

  /** {@return whether there was room for it} */
  boolean add(Packet packet, double virtualTime) {
    if (queuedBytes + packet.wireBytes > roomBytes) {
      return false;
    }
    if (queue.isEmpty()) {
      borrowed = Math.max(borrowed, virtualTime);
    }
    queue.add(packet);
    queuedBytes += packet.wireBytes;
    return true;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  long queuedBytes() {
    return queuedBytes;
  }

  int priority() {
    return priority;
  }

  /** {@return since when, in picoseconds, the class has been within its guarantee} */
  double withinGuarantee() {
    return withinGuarantee;
  }

  /** {@return since when, in picoseconds, the class has been below its ceiling} */
  double withinCeiling() {
    return withinCeiling;
  }

  /** {@return what it has borrowed, in quanta: who has least is served next} */
  double borrowed() {
    return borrowed;
  }

  /** Takes the first packet and counts it; {@code borrows} when it is beyond the guarantee. */
  Packet take(long now, boolean borrows) {
    Packet packet = queue.remove();
    queuedBytes -= packet.wireBytes;
    withinGuarantee = spent(withinGuarantee, packet.wireBytes, guarantee, now);
    withinCeiling = spent(withinCeiling, packet.wireBytes, ceiling, now);
    if (borrows) {
      borrowed += packet.wireBytes / quantum;
    }
    return packet;
  }

  /** Not more than a burst is saved up. */
  static double spent(double since, int bytes, double rate, long now) {
    double picoseconds = 8.0 * SimTime.SECOND / rate;
    return Math.max(since, now - BURST_BYTES * picoseconds) + bytes * picoseconds;
  }
}
