package dev.drover.simulate.memory;

/**
 * Writes of which a given share hits a hot working set and the rest the cold pages, uniformly
 * within each. Hot pages lie scattered over the memory as the seed decides: a guest's kernel hands
 * out pages in no order that a migration could use. Patterns with one seed have the same hot pages,
 * or the first of them when one has fewer.
 */
public final class HotColdWrites implements WritePattern {
  private final AliasTable table;
  private final WriteSequence sequence;

  /**
   * A guest's writes.
   *
   * @param hotPages size of the working set, from 1 to below {@code pages}
   * @param hotShare share of the writes that hit it, from 0 to 1
   * @param writesPerSecond of guest time
   */
  public HotColdWrites(
      int pages, int hotPages, double hotShare, double writesPerSecond, long seed) {
    if (hotPages < 1 || hotPages >= pages) {
      throw new IllegalArgumentException(
          "hotPages must be from 1 to below the guest's " + pages + " pages: " + hotPages);
    }
    if (!(hotShare >= 0 && hotShare <= 1)) {
      throw new IllegalArgumentException("hotShare must be from 0 to 1: " + hotShare);
    }
    int[] order = AliasTable.shuffled(pages, seed);
    double[] weights = new double[pages];
    for (int i = 0; i < pages; i++) {
      weights[order[i]] = i < hotPages ? hotShare / hotPages : (1 - hotShare) / (pages - hotPages);
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
