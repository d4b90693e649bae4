package dev.drover.simulate.memory;

import java.util.SplittableRandom;

/**
 * Draws pages by weight in constant time: the alias method in the form of Vose (A linear algorithm
 * for generating random numbers with a given distribution, 1991). Eight bytes a page. A page's
 * probability is right to 2⁻³² of the mean.
 */
final class AliasTable {
  private static final double ONE = 0x1p32;

  /** By column: in the upper half the column's own share of 2³², in the lower the other page. */
  private final long[] columns;

  /**
   * A table of pages 0 to n − 1.
   *
   * @param weights not negative, with a sum above 0; used up
   */
  AliasTable(double[] weights) {
    int n = weights.length;
    this.columns = new long[n];
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    int[] stack = new int[n];
    int small = 0;
    int large = n;
    for (int i = 0; i < n; i++) {
      weights[i] *= n / sum;
      if (weights[i] < 1) {
        stack[small++] = i;
      } else {
        stack[--large] = i;
      }
    }
    while (small > 0 && large < n) {
      int poor = stack[--small];
      int rich = stack[large];
      columns[poor] = Math.min((long) (weights[poor] * ONE), 0xffffffffL) << 32 | rich;
      weights[rich] -= 1 - weights[poor];
      if (weights[rich] < 1) {
        large++;
        stack[small++] = rich;
      }
    }
    while (small > 0) {
      full(stack[--small]);
    }
    while (large < n) {
      full(stack[large++]);
    }
  }

  private void full(int column) {
    columns[column] = 0xffffffffL << 32 | column;
  }

  /** {@return the pages 0 to {@code pages} − 1 in an order that {@code seed} alone decides} */
  static int[] shuffled(int pages, long seed) {
    if (pages < 1) {
      throw new IllegalArgumentException("a guest has at least one page: " + pages);
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[pages];
    for (int i = 1; i < pages; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** {@return the page for 64 random bits} */
  int page(long bits) {
    long column = Math.unsignedMultiplyHigh(bits, columns.length);
    long entry = columns[(int) column];
    return (bits * columns.length) >>> 32 < entry >>> 32 ? (int) column : (int) entry;
  }

  /** Adds to {@code dirty} the pages that the writes of a sequence hit in (from, to]. */
  void write(WriteSequence sequence, long from, long to, PageSet dirty) {
    long end = sequence.writesBy(to);
    for (long k = sequence.writesBy(from); k < end; k++) {
      dirty.add(page(sequence.bits(k)));
    }
  }

  int pages() {
    return columns.length;
  }
}
