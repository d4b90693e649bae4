package dev.drover.simulate.memory;

/**
 * When a guest writes to which page while it runs. A pattern is a sequence of writes in guest time;
 * the same seed gives the same sequence, however often and at what moments it is asked.
 */
public interface WritePattern {
  /**
   * Adds the pages written in ({@code from}, {@code to}] to {@code dirty}. Called with spans that
   * follow one another without a gap.
   *
   * @param from guest time (the VM's running time), in picoseconds
   */
  void write(long from, long to, PageSet dirty);

  /** {@return how many pages the guest has} */
  int pages();
}
