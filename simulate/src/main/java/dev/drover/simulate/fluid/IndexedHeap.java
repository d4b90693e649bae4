package dev.drover.simulate.fluid;

import dev.drover.simulate.kernel.SimTime;
import java.util.Arrays;

/**
 * A queue of numbered things by key, least first, each at most once; a key can be changed. Of equal
 * keys the lesser number comes first. The kernel's own queue does without places, which its events
 * need not have: they are never moved.
 */
final class IndexedHeap {
  /** The key of what is not in the queue. */
  static final long NONE = SimTime.NEVER;

  private int[] heap = new int[64];
  private long[] keys = new long[64];
  private int[] places = filled(64);
  private int size;

  /** {@return the least key, or {@link #NONE}} */
  long head() {
    return size == 0 ? NONE : keys[heap[0]];
  }

  /** Takes the first one out. {@return its number} */
  int pop() {
    int id = heap[0];
    remove(id);
    return id;
  }

  /** {@return the key of {@code id}, or {@link #NONE}} */
  long key(int id) {
    return id < places.length && places[id] >= 0 ? keys[id] : NONE;
  }

  /** Has {@code id} at {@code key}; {@link #NONE} takes it out. */
  void set(int id, long key) {
    if (id >= places.length) {
      grow(id);
    }
    if (key == NONE) {
      remove(id);
      return;
    }
    int place = places[id];
    if (place < 0) {
      keys[id] = key;
      up(size++, id);
    } else {
      long old = keys[id];
      keys[id] = key;
      if (key < old) {
        up(place, id);
      } else if (key > old) {
        down(place, id);
      }
    }
  }

  private void remove(int id) {
    if (id >= places.length || places[id] < 0) {
      return;
    }
    int place = places[id];
    places[id] = -1;
    int moved = heap[--size];
    if (moved != id) {
      if (before(moved, id)) {
        up(place, moved);
      } else {
        down(place, moved);
      }
    }
  }

  private void up(int from, int id) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >> 1;
      if (!before(id, heap[parent])) {
        break;
      }
      put(at, heap[parent]);
      at = parent;
    }
    put(at, id);
  }

  private void down(int from, int id) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], id)) {
        break;
      }
      put(at, heap[child]);
      at = child;
    }
    put(at, id);
  }

  private void put(int at, int id) {
    heap[at] = id;
    places[id] = at;
  }

  private boolean before(int one, int other) {
    return keys[one] < keys[other] || (keys[one] == keys[other] && one < other);
  }

  private void grow(int id) {
    int old = places.length;
    int length = Math.max(id + 1, old * 2);
    places = Arrays.copyOf(places, length);
    Arrays.fill(places, old, length, -1);
    keys = Arrays.copyOf(keys, length);
    heap = Arrays.copyOf(heap, length);
  }

  private static int[] filled(int length) {
    int[] places = new int[length];
    Arrays.fill(places, -1);
    return places;
  }
}
