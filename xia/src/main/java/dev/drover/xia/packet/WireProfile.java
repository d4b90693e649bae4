package dev.drover.xia.packet;

import java.nio.ByteOrder;

/** How numbers within extension headers are written; the XIP header itself is always the same. */
public enum WireProfile {
  /** As the prototype's v1.1 does: as its machines have them, little-endian. */
  PROTOTYPE(ByteOrder.LITTLE_ENDIAN),
  /** As everything else on a network is written. */
  DROVER(ByteOrder.BIG_ENDIAN);

  private final ByteOrder order;

  WireProfile(ByteOrder order) {
    this.order = order;
  }

  ByteOrder order() {
    return order;
  }
}
