package dev.drover.sdn.control;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;

/** What the first rule of one direction of a flow has counted, over all rules that took turns. */
final class FlowCount {
  private boolean read;
  private long readAt;
  private long counter;
  private long bytes;
  private long passed;
  private long elapsed;

  void take(long now, long nanos) {
    boolean anew = !read || Long.compareUnsigned(now, counter) < 0;
    passed = anew ? Math.max(0, now) : Counted.since(counter, now);
    elapsed = read ? nanos - readAt : 0;
    bytes += passed;
    counter = now;
    readAt = nanos;
    read = true;
  }

  /** Another rule counts from now on, from zero. */
  void restart() {
    counter = 0;
    passed = 0;
  }

  Bytes bytes() {
    return Bytes.of(bytes);
  }

  /** {@return the rate between the last two readings} */
  BitRate rate() {
    return Counted.rate(passed, elapsed);
  }
}
