package dev.drover.simulate.fluid;

import dev.drover.simulate.kernel.SimTime;
import java.util.Arrays;

/**
 * The next moment of each of many numbered things, at most one for each; it can be moved. Of equal
 * times the lesser number comes first.
 */
final class TimerHeap {
  private int[] heap = new int[64];
  private long[] times = new long[64];
  private int[] places = filled(64);
  private int size;

  /** {@return the earliest moment, or {@link SimTime#NEVER}} */
  long head() {
    return size == 0 ? SimTime.NEVER : times[heap[0]];
  }

  /** Takes the earliest out. {@return its number} */
  int pop() {
    int id = heap[0];
    remove(id);
    return id;
  }

  /** Has {@code id} at {@code time}; {@link SimTime#NEVER} takes it out. */
  void set(int id, long time) {
    if (id >= places.length) {
      grow(id);
    }
    if (time == SimTime.NEVER) {
      remove(id);
      return;
    }
    int place = places[id];
    if (place < 0) {
      times[id] = time;
      up(size++, id);
    } else {
      long old = times[id];
      times[id] = time;
      if (time < old) {
        up(place, id);
      } else if (time > old) {
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
    return times[one] < times[other] || (times[one] == times[other] && one < other);
  }

  private void grow(int id) {
    int old = places.length;
    int length = Math.max(id + 1, old * 2);
    places = Arrays.copyOf(places, length);
    Arrays.fill(places, old, length, -1);
    times = Arrays.copyOf(times, length);
    heap = Arrays.copyOf(heap, length);
  }

  private static int[] filled(int length) {
    int[] places = new int[length];
    Arrays.fill(places, -1);
    return places;
  }
}
