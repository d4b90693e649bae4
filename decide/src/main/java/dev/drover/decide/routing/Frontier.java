package dev.drover.decide.routing;

import java.util.Arrays;

/** How far nodes are from one end of a search: those reached so far, and who is next. */
final class Frontier {
  private static final long FAR = Long.MAX_VALUE;

  /** Costs from this end; the least ones for all that left the heap and for the heap's least. */
  final long[] first;

  final long[] second;
  private final NodeHeap heap;

  Frontier(int nodes, int end) {
    first = new long[nodes];
    second = new long[nodes];
    Arrays.fill(first, FAR);
    first[end] = 0;
    heap = new NodeHeap(first, second);
    heap.addOrRaise(end);
  }

  boolean reached(int node) {
    return first[node] != FAR;
  }

  boolean isEmpty() {
    return heap.isEmpty();
  }

  /** {@return how many nodes wait} */
  int waiting() {
    return heap.size();
  }

  int peek() {
    return heap.peek();
  }

  int poll() {
    return heap.poll();
  }

  /** {@return whether these costs are less than those that {@code node} has} */
  boolean improves(int node, long one, long two) {
    return one < first[node] || (one == first[node] && two < second[node]);
  }

  /** Sets the costs of {@code node}; it waits for its turn when {@code goesOn}, or did before. */
  void reach(int node, long one, long two, boolean goesOn) {
    first[node] = one;
    second[node] = two;
    if (goesOn || heap.contains(node)) {
      heap.addOrRaise(node);
    }
  }
}
