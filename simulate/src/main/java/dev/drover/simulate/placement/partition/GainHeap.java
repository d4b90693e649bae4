package dev.drover.simulate.placement.partition;

/** Nodes by gain, the greatest first, of equal ones the one with the lower number. */
final class GainHeap {
  private final int[] heap;
  private final int[] placeOf;
  private final float[] gains;
  private int size;

  /**
   * An empty heap.
   *
   * @param placeOf of each node, −1 where it is in no heap; kept, and shared by both sides
   * @param gains of each node; kept, and changed by {@link #change} and {@link #add} only
   */
  GainHeap(int nodes, int[] placeOf, float[] gains) {
    this.heap = new int[nodes];
    this.placeOf = placeOf;
    this.gains = gains;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int first() {
    return heap[0];
  }

  void add(int node, float gain) {
    gains[node] = gain;
    up(size++, node);
  }

  void change(int node, float gain) {
    boolean more = gain > gains[node];
    gains[node] = gain;
    if (more) {
      up(placeOf[node], node);
    } else {
      down(placeOf[node], node);
    }
  }

  void remove(int node) {
    int place = placeOf[node];
    placeOf[node] = -1;
    int last = heap[--size];
    if (last != node) {
      if (place > 0 && before(last, heap[(place - 1) >> 1])) {
        up(place, last);
      } else {
        down(place, last);
      }
    }
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      placeOf[heap[i]] = -1;
    }
    size = 0;
  }

  private boolean before(int one, int other) {
    return gains[one] > gains[other] || (gains[one] == gains[other] && one < other);
  }

  private void up(int from, int node) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >> 1;
      if (!before(node, heap[parent])) {
        break;
      }
      set(place, heap[parent]);
      place = parent;
    }
    set(place, node);
  }

  private void down(int from, int node) {
    int place = from;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], node)) {
        break;
      }
      set(place, heap[child]);
      place = child;
    }
    set(place, node);
  }

  private void set(int place, int node) {
    heap[place] = node;
    placeOf[node] = place;
  }
}
