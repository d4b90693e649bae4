package dev.drover.agent.flow;

/**
 * What a switch's counters showed last, so that only what came since is told on. A counter that is
 * gone at the next reading is forgotten: if it comes back, it begins from 0.
 */
final class Counters {
  private final int capacity;
  private final LongTable last = new LongTable(new Hash());
  private boolean primed;
  private long reading;

  /** At most so many counters are remembered. */
  Counters(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Takes note of a counter.
   *
   * @param id not 0
   * @param bytes that it shows
   * @return what it grew by since the last time. The first reading ever finds counters that may be
   *     days old, and is where counting begins: nothing. One that fell began again from 0. Nothing
   *     too when it was there already in this reading
   */
  long advance(long id, long bytes) {
    long before = last.get(id);
    if (before == 0 ? last.size() >= capacity : (before & 1) == reading) {
      return 0;
    }
    last.put(id, ((bytes + 1) << 1) | reading);
    if (before == 0) {
      return primed ? bytes : 0;
    }
    long shown = (before >>> 1) - 1;
    return bytes < shown ? bytes : bytes - shown;
  }

  /** The reading is over and complete. */
  void complete() {
    primed = true;
    last.retain((_, value) -> (value & 1) == reading);
    reading ^= 1;
  }

  /** The reading broke off: what it did not show may be there still. */
  void breakOff() {
    last.replaceAll(value -> (value & ~1L) | reading);
    reading ^= 1;
  }

  int size() {
    return last.size();
  }
}
