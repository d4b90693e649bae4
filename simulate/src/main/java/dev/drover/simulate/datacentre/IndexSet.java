package dev.drover.simulate.datacentre;

/**
 * A set of numbers from 0 below a limit that tells its least in a few steps, millions of them: a
 * bit for each number, a bit for each word of these, and so on. Performance class.
 */
final class IndexSet {
  private final long[][] layers;

  /** An empty set of numbers below {@code limit}. */
  IndexSet(int limit) {
    int depth = 1;
    for (int words = words(limit); words > 1; words = words(words)) {
      depth++;
    }
    layers = new long[depth][];
    int size = limit;
    for (int layer = 0; layer < depth; layer++) {
      size = words(size);
      layers[layer] = new long[Math.max(1, size)];
    }
  }

  private static int words(int bits) {
    return (bits + Long.SIZE - 1) >>> 6;
  }

  void add(int index) {
    int at = index;
    for (long[] layer : layers) {
      int word = at >>> 6;
      long before = layer[word];
      layer[word] = before | 1L << at;
      if (before != 0) {
        return;
      }
      at = word;
    }
  }

  void remove(int index) {
    int at = index;
    for (long[] layer : layers) {
      int word = at >>> 6;
      layer[word] &= ~(1L << at);
      if (layer[word] != 0) {
        return;
      }
      at = word;
    }
  }

  boolean contains(int index) {
    return (layers[0][index >>> 6] & 1L << index) != 0;
  }

  boolean isEmpty() {
    return layers[layers.length - 1][0] == 0;
  }

  /** {@return the least; there must be one} */
  int first() {
    int at = 0;
    for (int layer = layers.length - 1; layer >= 0; layer--) {
      at = at << 6 | Long.numberOfTrailingZeros(layers[layer][at]);
    }
    return at;
  }
}
