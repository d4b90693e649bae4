package dev.drover.agent.flow;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Record numbers by hash: open addressing, linear probing. What makes two records equal the caller
 * knows:
 *
 * <pre>{@code
 * int place = slots.first(hash);
 * while (slots.isTaken(place) && !equal(slots.at(place))) {
 *   place = slots.next(place, hash);
 * }
 * }</pre>
 *
 * <p>Eight bits of the hash stand beside each number, so that a probe seldom looks at a record in
 * vain.
 */
final class Slots {
  /** The largest number of a record is one less. */
  static final int MAX_RECORDS = (1 << 24) - 2;

  private static final int NUMBER = (1 << 24) - 1;
  private static final int LEAST = 16;

  private final IntToLongFunction hashOf;
  private int[] slots = new int[LEAST];
  private int taken;

  /**
   * None yet.
   *
   * @param hashOf the hash of a record by its number; asked when the slots grow
   */
  Slots(IntToLongFunction hashOf) {
    this.hashOf = hashOf;
  }

  int taken() {
    return taken;
  }

  /** {@return a place that may have a record of this hash, or else where it would go} */
  int first(long hash) {
    return settle((int) hash & slots.length - 1, tag(hash));
  }

  /** {@return the place after {@code place} of which that is true} */
  int next(int place, long hash) {
    return settle(place + 1 & slots.length - 1, tag(hash));
  }

  private int settle(int from, int tag) {
    int place = from;
    while (slots[place] != 0 && slots[place] >>> 24 != tag) {
      place = place + 1 & slots.length - 1;
    }
    return place;
  }

  boolean isTaken(int place) {
    return slots[place] != 0;
  }

  int at(int place) {
    return (slots[place] & NUMBER) - 1;
  }

  /** Puts a record at {@code place}, in the stead of what is there. Places are void afterwards. */
  void put(int place, long hash, int record) {
    boolean more = slots[place] == 0;
    slots[place] = tag(hash) << 24 | record + 1;
    if (more && ++taken > limit(slots.length)) {
      grow();
    }
  }

  /** Empties it, with room for so many. */
  void clear(int expected) {
    int length = LEAST;
    while (limit(length) < expected) {
      length <<= 1;
    }
    if (length < slots.length >> 1 || length > slots.length) {
      slots = new int[length];
    } else {
      Arrays.fill(slots, 0);
    }
    taken = 0;
  }

  private void grow() {
    int[] old = slots;
    slots = new int[old.length << 1];
    for (int slot : old) {
      if (slot != 0) {
        int place = (int) hashOf.applyAsLong((slot & NUMBER) - 1) & slots.length - 1;
        while (slots[place] != 0) {
          place = place + 1 & slots.length - 1;
        }
        slots[place] = slot;
      }
    }
  }

  private static int limit(int length) {
    return length / 5 * 4;
  }

  private static int tag(long hash) {
    return (int) (hash >>> 56);
  }
}
