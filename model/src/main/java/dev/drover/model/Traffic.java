package dev.drover.model;

import dev.drover.model.unit.BitRate;

/**
 * Rates both ways, seen from the VM or the host that they belong to.
 *
 * @param in received by it
 * @param out sent by it
 */
public record Traffic(BitRate in, BitRate out) {
  public static final Traffic NONE = new Traffic(BitRate.ZERO, BitRate.ZERO);

  public Traffic plus(Traffic other) {
    return new Traffic(in.plus(other.in), out.plus(other.out));
  }

  public Traffic minusOrZero(Traffic other) {
    return new Traffic(in.minusOrZero(other.in), out.minusOrZero(other.out));
  }
}
