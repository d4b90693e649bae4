package dev.drover.decide.routing;

import java.util.Arrays;

/** Nodes by their costs, the least first, then by number; a binary heap that knows its places. */
final class NodeHeap {
  private final long[] first;
  private final long[] second;
  private final int[] heap;

  /** Where each node is in the heap, or -1. */
  private final int[] places;

  private int size;

  /** An empty heap over costs that may fall while a node is in it, never rise. */
  NodeHeap(long[] first, long[] second) {
    this.first = first;
    this.second = second;
    this.heap = new int[first.length];
    this.places = new int[first.length];
    Arrays.fill(places, -1);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  boolean contains(int node) {
    return places[node] >= 0;
  }

  /** {@return the least} */
  int peek() {
    return heap[0];
  }

  /** Adds {@code node}, or moves it forward after its cost fell. */
  void addOrRaise(int node) {
    if (places[node] < 0) {
      places[node] = size++;
    }
    int at = places[node];
    while (at > 0 && less(node, heap[(at - 1) >>> 1])) {
      place(heap[(at - 1) >>> 1], at);
      at = (at - 1) >>> 1;
    }
    place(node, at);
  }

  /** Removes the least. {@return it} */
  int poll() {
    int least = heap[0];
    places[least] = -1;
    int last = heap[--size];
    if (size > 0) {
      sink(last);
    }
    return least;
  }

  private void sink(int node) {
    int at = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && less(heap[child + 1], heap[child])) {
        child++;
      }
      if (!less(heap[child], node)) {
        break;
      }
      place(heap[child], at);
      at = child;
      child = 2 * at + 1;
    }
    place(node, at);
  }

  private void place(int node, int at) {
    heap[at] = node;
    places[node] = at;
  }

  private boolean less(int left, int right) {
    if (first[left] != first[right]) {
      return first[left] < first[right];
    }
    if (second[left] != second[right]) {
      return second[left] < second[right];
    }
    return left < right;
  }
}
