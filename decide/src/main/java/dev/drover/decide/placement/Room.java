package dev.drover.decide.placement;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;

/**
 * What a host still has, or what a VM takes of it.
 *
 * @param in incoming bandwidth that can still be promised, on the wire
 * @param out the same for outgoing
 */
record Room(Bytes memory, BitRate in, BitRate out) {
  /** {@return whether {@code need} fits; bandwidth that is not needed never stands in the way} */
  boolean fits(Room need) {
    return fitsMemory(need) && fitsIn(need) && fitsOut(need);
  }

  boolean fitsMemory(Room need) {
    return need.memory.compareTo(memory) <= 0;
  }

  boolean fitsIn(Room need) {
    return need.in.compareTo(in) <= 0;
  }

  boolean fitsOut(Room need) {
    return need.out.compareTo(out) <= 0;
  }

  Room less(Room need) {
    return new Room(
        memory.minusOrZero(need.memory), in.minusOrZero(need.in), out.minusOrZero(need.out));
  }
}
