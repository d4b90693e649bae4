package dev.drover.decide.bandwidth;

import dev.drover.model.unit.BitRate;

/** All that the link has, even above the operator's ceiling: the bound on what speed can bring. */
final class Unlimited implements RoundBandwidth {
  @Override
  public String name() {
    return "unlimited";
  }

  @Override
  public String description() {
    return "all that the link has, whatever the ceiling: the bound for the others";
  }

  @Override
  public BitRate rate(RoundObservation round) {
    return round.capacity();
  }
}
