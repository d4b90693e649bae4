package dev.drover.simulate.evacuation;

import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;

/**
 * A program that dirties one page of its working set after the other, round and round.
 *
 * @param rate zero for none
 */
public record MemoryWriter(DirtyRate rate, Bytes workingSet) {
  public static final MemoryWriter NONE = new MemoryWriter(DirtyRate.ZERO, Bytes.ZERO);
}
