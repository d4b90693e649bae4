package dev.drover.simulate.memory;

/**
 * Writes by Zipf's law: the page of rank r is hit in proportion to r⁻ˢ. Ranks are scattered over
 * the memory as the seed decides. With s = 1 and 262,144 pages the first page gets 7.7 % of the
 * writes.
 */
public final class ZipfWrites implements WritePattern {
  private final AliasTable table;
  private final WriteSequence sequence;

  /**
   * A guest's writes.
   *
   * @param exponent s, from 0 (uniform) to 10
   * @param writesPerSecond of guest time
   */
  public ZipfWrites(int pages, double exponent, double writesPerSecond, long seed) {
    if (!(exponent >= 0 && exponent <= 10)) {
      throw new IllegalArgumentException("exponent must be from 0 to 10: " + exponent);
    }
    int[] order = AliasTable.shuffled(pages, seed);
    double[] weights = new double[pages];
    for (int i = 0; i < pages; i++) {
      weights[order[i]] = Math.pow(i + 1.0, -exponent);
    }
    this.table = new AliasTable(weights);
    this.sequence = new WriteSequence(writesPerSecond, seed);
  }

  @Override
  public void write(long from, long to, PageSet dirty) {
    table.write(sequence, from, to, dirty);
  }

  @Override
  public int pages() {
    return table.pages();
  }
}
