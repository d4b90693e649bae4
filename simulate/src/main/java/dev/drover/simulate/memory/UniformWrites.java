package dev.drover.simulate.memory;

/**
 * Writes that hit every page alike. After n of them N·(1 − (1 − 1/N)ⁿ) of N pages are expected to
 * be dirty: 165,700 of the 262,144 pages of 1 GiB after as many writes.
 */
public final class UniformWrites implements WritePattern {
  private final int pages;
  private final WriteSequence sequence;

  /**
   * A guest's writes.
   *
   * @param writesPerSecond of guest time; several may hit one page, so it is dirtied more slowly
   */
  public UniformWrites(int pages, double writesPerSecond, long seed) {
    if (pages < 1) {
      throw new IllegalArgumentException("a guest has at least one page: " + pages);
    }
    this.pages = pages;
    this.sequence = new WriteSequence(writesPerSecond, seed);
  }

  @Override
  public void write(long from, long to, PageSet dirty) {
    long end = sequence.writesBy(to);
    for (long k = sequence.writesBy(from); k < end; k++) {
      dirty.add((int) Math.unsignedMultiplyHigh(sequence.bits(k), pages));
    }
  }

  @Override
  public int pages() {
    return pages;
  }
}
