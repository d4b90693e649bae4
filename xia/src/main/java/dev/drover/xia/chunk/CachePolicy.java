package dev.drover.xia.chunk;

/**
 * Which chunk a full cache gives up. The cache tells it what happens, by the number of the place
 * that a chunk has: 0 and up, given again once free. One instance serves one cache, which calls it
 * from one thread at a time.
 */
public interface CachePolicy {
  /** {@return whether anything is to be kept at all} */
  default boolean keeps() {
    return true;
  }

  /** A chunk of this many bytes was put there. */
  void inserted(int place, int bytes);

  /** The chunk there was asked for. */
  void used(int place);

  /** The place is free: given up, taken away or too old. */
  void removed(int place);

  /** {@return the place to free next; asked only when one is taken} */
  int victim();
}
