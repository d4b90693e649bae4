package dev.drover.xia.chunk;

import java.util.Arrays;

/** Places in an order, each in it once at most; everything takes the same time at any size. */
final class PlaceList {
  private static final int NONE = -1;

  private int[] next = new int[16];
  private int[] previous = new int[16];
  private int first = NONE;
  private int last = NONE;

  void addLast(int place) {
    if (place >= next.length) {
      int size = Math.max(place + 1, next.length * 2);
      next = Arrays.copyOf(next, size);
      previous = Arrays.copyOf(previous, size);
    }
    next[place] = NONE;
    previous[place] = last;
    if (last == NONE) {
      first = place;
    } else {
      next[last] = place;
    }
    last = place;
  }

  void remove(int place) {
    int before = previous[place];
    int after = next[place];
    if (before == NONE) {
      first = after;
    } else {
      next[before] = after;
    }
    if (after == NONE) {
      last = before;
    } else {
      previous[after] = before;
    }
  }

  int first() {
    return first;
  }
}
