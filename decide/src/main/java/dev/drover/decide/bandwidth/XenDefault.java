package dev.drover.decide.bandwidth;

import dev.drover.model.unit.BitRate;

/**
 * Xen's default allocation ("Bandwidth Dynamic Assignment", section 2): dirty pages go to the
 * network as fast as it takes them, "by the physical network card to select the sending time". Only
 * the operator's ceiling holds it.
 */
public final class XenDefault implements RoundBandwidth {
  @Override
  public String name() {
    return "xen-default";
  }

  @Override
  public String description() {
    return "no limit but the operator's ceiling: the NIC chooses";
  }

  @Override
  public BitRate rate(RoundObservation round) {
    return round.most();
  }
}
