package dev.drover.simulate.scenario;

import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.Optional;

/**
 * A guest and where it runs at the start.
 *
 * @param memory a whole number of pages of 4 KiB, up to 8 TiB
 * @param writes to its pages
 * @param reads of pages beside the writes, which matter to post-copy; empty: not modelled
 * @param zeroShare share of its pages that were never written, 0 to 1
 */
public record VmSpec(
    String name,
    String host,
    Bytes memory,
    MemoryPattern writes,
    Optional<MemoryPattern> reads,
    double zeroShare) {
  public VmSpec {
    long page = DirtyRate.PAGE.count();
    if (memory.count() < page || memory.count() % page != 0) {
      throw new IllegalArgumentException(
          "memory must be whole pages of 4KiB, at least one: " + memory.count() + "B");
    }
    if (memory.count() / page > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("memory is above 8TiB: " + memory);
    }
    Scenarios.share("zeroShare", zeroShare);
  }

  /** {@return how many pages it has} */
  public int pages() {
    return (int) (memory.count() / DirtyRate.PAGE.count());
  }
}
