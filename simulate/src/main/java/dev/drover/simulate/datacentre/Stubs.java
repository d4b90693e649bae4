package dev.drover.simulate.datacentre;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Ends of pairs that look for another end: a growing list of numbers. */
final class Stubs {
  private int[] ends = new int[1 << 10];
  private int size;

  void add(int end) {
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size + (size >> 1));
    }
    ends[size++] = end;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int get(int place) {
    return ends[place];
  }

  void swap(int one, int other) {
    int end = ends[one];
    ends[one] = ends[other];
    ends[other] = end;
  }

  void shuffle(SplittableRandom random) {
    for (int i = size - 1; i > 0; i--) {
      swap(i, random.nextInt(i + 1));
    }
  }
}
