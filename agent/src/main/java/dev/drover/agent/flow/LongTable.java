package dev.drover.agent.flow;

import java.util.function.LongUnaryOperator;

/** Longs by longs: open addressing, linear probing. No key and no value is 0. */
final class LongTable {
  /** Whether an entry stays. */
  @FunctionalInterface
  interface Keeper {
    boolean keeps(long key, long value);
  }

  private static final int LEAST = 16;

  private final Hash hash;
  private long[] keys = new long[LEAST];
  private long[] values = new long[LEAST];
  private int size;

  LongTable(Hash hash) {
    this.hash = hash;
  }

  int size() {
    return size;
  }

  /** {@return the value, or 0 when there is none} */
  long get(long key) {
    return values[find(key)];
  }

  void put(long key, long value) {
    int place = find(key);
    if (keys[place] == 0) {
      keys[place] = key;
      size++;
    }
    values[place] = value;
    if (size > keys.length / 5 * 4) {
      resize(keys.length << 1);
    }
  }

  /** Removes what {@code keeper} does not keep. */
  void retain(Keeper keeper) {
    int start = 0;
    while (keys[start] != 0) {
      start++;
    }
    // What is moved to fill a gap comes from behind the gap, and none over the free place.
    for (int i = 1; i < keys.length; i++) {
      int place = start + i & keys.length - 1;
      while (keys[place] != 0 && !keeper.keeps(keys[place], values[place])) {
        remove(place);
      }
    }
    if (size < keys.length >> 3 && keys.length > LEAST) {
      resize(keys.length >> 1);
    }
  }

  /** Changes every value. */
  void replaceAll(LongUnaryOperator change) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != 0) {
        values[i] = change.applyAsLong(values[i]);
      }
    }
  }

  private void remove(int place) {
    int gap = place;
    int from = place + 1 & keys.length - 1;
    while (keys[from] != 0) {
      int home = home(keys[from]);
      if ((from - home & keys.length - 1) >= (from - gap & keys.length - 1)) {
        keys[gap] = keys[from];
        values[gap] = values[from];
        gap = from;
      }
      from = from + 1 & keys.length - 1;
    }
    keys[gap] = 0;
    values[gap] = 0;
    size--;
  }

  private void resize(int length) {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[length];
    values = new long[length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int place = find(oldKeys[i]);
        keys[place] = oldKeys[i];
        values[place] = oldValues[i];
      }
    }
  }

  private int find(long key) {
    int place = home(key);
    while (keys[place] != 0 && keys[place] != key) {
      place = place + 1 & keys.length - 1;
    }
    return place;
  }

  private int home(long key) {
    return (int) hash.of(key) & keys.length - 1;
  }
}
