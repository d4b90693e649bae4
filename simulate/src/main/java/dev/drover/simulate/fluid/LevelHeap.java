package dev.drover.simulate.fluid;

import java.util.Arrays;

/** A queue of numbered things by level, least first; of equal levels the lesser number first. */
final class LevelHeap {
  private double[] levels = new double[256];
  private int[] ids = new int[256];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
  }

  double level() {
    return levels[0];
  }

  int id() {
    return ids[0];
  }

  void push(double level, int id) {
    if (size == levels.length) {
      levels = Arrays.copyOf(levels, size * 2);
      ids = Arrays.copyOf(ids, size * 2);
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >> 1;
      if (!before(level, id, levels[parent], ids[parent])) {
        break;
      }
      levels[at] = levels[parent];
      ids[at] = ids[parent];
      at = parent;
    }
    levels[at] = level;
    ids[at] = id;
  }

  void pop() {
    int last = --size;
    double level = levels[last];
    int id = ids[last];
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= last) {
        break;
      }
      if (child + 1 < last
          && before(levels[child + 1], ids[child + 1], levels[child], ids[child])) {
        child++;
      }
      if (!before(levels[child], ids[child], level, id)) {
        break;
      }
      levels[at] = levels[child];
      ids[at] = ids[child];
      at = child;
    }
    levels[at] = level;
    ids[at] = id;
  }

  private static boolean before(double level, int id, double otherLevel, int otherId) {
    return level < otherLevel || (level == otherLevel && id < otherId);
  }
}
