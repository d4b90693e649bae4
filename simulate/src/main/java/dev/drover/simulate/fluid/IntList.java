package dev.drover.simulate.fluid;

import java.util.Arrays;

/** A list of int that grows and is used again. */
final class IntList {
  private int[] items = new int[64];
  private int size;

  int size() {
    return size;
  }

  int get(int index) {
    return items[index];
  }

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    items[size++] = item;
  }

  int removeLast() {
    return items[--size];
  }

  void clear() {
    size = 0;
  }
}
