package dev.drover.simulate.placement;

import java.util.Arrays;

/** Who is on which server: {@code first(server)}, then {@code next(vm)} until −1. */
final class Occupants {
  private final int[] first;
  private final int[] next;
  private final int[] before;

  Occupants(int servers, int[] serverOf) {
    first = new int[servers];
    next = new int[serverOf.length];
    before = new int[serverOf.length];
    Arrays.fill(first, -1);
    for (int vm = serverOf.length - 1; vm >= 0; vm--) {
      add(vm, serverOf[vm]);
    }
  }

  int first(int server) {
    return first[server];
  }

  int next(int vm) {
    return next[vm];
  }

  void moved(int vm, int from, int to) {
    if (before[vm] >= 0) {
      next[before[vm]] = next[vm];
    } else {
      first[from] = next[vm];
    }
    if (next[vm] >= 0) {
      before[next[vm]] = before[vm];
    }
    add(vm, to);
  }

  private void add(int vm, int server) {
    next[vm] = first[server];
    before[vm] = -1;
    if (next[vm] >= 0) {
      before[next[vm]] = vm;
    }
    first[server] = vm;
  }
}
