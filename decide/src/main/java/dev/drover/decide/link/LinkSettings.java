package dev.drover.decide.link;

import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;

/**
 * How rates that people state relate to rates on the wire.
 *
 * @param wireOverhead bytes on the wire per byte of goodput, at least 1. Full Ethernet frames carry
 *     1448 bytes of TCP payload in 1514 to 1538 bytes (1.046 to 1.062); SLA limits are goodput
 * @param reverseShare the least that a tenant's promise needs in the opposite direction, as a
 *     fraction of the promise: its acknowledgements (66 bytes for every two frames, 2.2 %) and
 *     requests. Without it a receiver starves although its own direction is free
 * @param usableIngress the fraction of the NIC's rate that is divided on the incoming side, above 0
 *     and at most 1. Incoming traffic is shaped behind the link that it already crossed, so the
 *     shaper must be the narrower of both to hold the queue
 */
public record LinkSettings(double wireOverhead, double reverseShare, double usableIngress) {
  public LinkSettings {
    if (!(wireOverhead >= 1 && wireOverhead < 2)) {
      throw new IllegalArgumentException("wireOverhead must be in [1, 2): " + wireOverhead);
    }
    if (!(reverseShare >= 0 && reverseShare <= 1)) {
      throw new IllegalArgumentException("reverseShare must be in [0, 1]: " + reverseShare);
    }
    if (!(usableIngress > 0 && usableIngress <= 1)) {
      throw new IllegalArgumentException("usableIngress must be in (0, 1]: " + usableIngress);
    }
  }

  /** {@return overhead 1.06, reverse share 4 %, ingress shaped at 97 % of the NIC} */
  public static LinkSettings defaults() {
    return new LinkSettings(1.06, 0.04, 0.97);
  }

  /**
   * {@return the same with nothing kept back at ingress: how a NIC without reservations behaves}
   */
  public LinkSettings unshaped() {
    return new LinkSettings(wireOverhead, reverseShare, 1);
  }

  /** {@return the part of {@code nicRate} that can be divided in {@code direction}} */
  public BitRate usable(BitRate nicRate, TrafficClass direction) {
    double fraction = direction == TrafficClass.INCOMING ? usableIngress : 1;
    return nicRate.times(fraction).max(BitRate.ofBitsPerSecond(1));
  }
}
