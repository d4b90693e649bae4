package dev.drover.xia.chunk;

import java.util.Arrays;

/**
 * The paper's change to the prototype: "release the first chunk in the cache when extra space is
 * required" (section 4.1). Its cache is a hash table, and which entry is the first there only the
 * hash decides: in effect one by lot, in the same time at any size. Here it is drawn from all
 * places by a hash of how many were drawn before, so the same use gives the same result.
 */
final class FirstPolicy implements CachePolicy {
  private int[] taken = new int[16];
  private int[] indexOf = new int[16];
  private int size;
  private long drawn;

  @Override
  public void inserted(int place, int bytes) {
    if (size == taken.length) {
      taken = Arrays.copyOf(taken, size * 2);
    }
    if (place >= indexOf.length) {
      indexOf = Arrays.copyOf(indexOf, Math.max(place + 1, indexOf.length * 2));
    }
    indexOf[place] = size;
    taken[size++] = place;
  }

  @Override
  public void used(int place) {}

  @Override
  public void removed(int place) {
    int moved = taken[--size];
    int index = indexOf[place];
    taken[index] = moved;
    indexOf[moved] = index;
  }

  @Override
  public int victim() {
    return taken[(int) Long.remainderUnsigned(mixed(drawn++), size)];
  }

  /** The finaliser of SplitMix64: neighbours end up far from each other. */
  private static long mixed(long number) {
    long z = (number + 1) * 0x9E37_79B9_7F4A_7C15L;
    z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }
}
