package dev.drover.decide.bandwidth;

import dev.drover.model.unit.BitRate;

/** One rate in every round, the stop-and-copy too, as QEMU's {@code max-bandwidth} is one. */
public final class FixedRate implements RoundBandwidth {
  /** QEMU's default until 5.2, 32 MiB/s. */
  static final BitRate DEFAULT = BitRate.ofBitsPerSecond((32L << 20) * 8);

  private final BitRate rate;

  /** A rate above zero. */
  public FixedRate(BitRate rate) {
    if (rate.bitsPerSecond() == 0) {
      throw new IllegalArgumentException("a fixed rate must be above zero");
    }
    this.rate = rate;
  }

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public String description() {
    return "the same rate in every round: " + rate;
  }

  @Override
  public BitRate rate(RoundObservation round) {
    return rate.min(round.most());
  }
}
