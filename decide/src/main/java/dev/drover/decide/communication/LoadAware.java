package dev.drover.decide.communication;

/**
 * The load-aware token policy: as {@link HighestLevelFirst}, and at one level those VMs first that
 * send and receive more. The token's 8 bits are 3 for the level and 5 for the load: the exponent of
 * two next below its bytes a second, which tells loads apart that differ by half.
 */
public final class LoadAware implements TokenPolicy {
  private static final int LOAD_BITS = 5;
  private static final int MOST = (1 << LOAD_BITS) - 1;

  @Override
  public String name() {
    return "load-aware";
  }

  @Override
  public String description() {
    return "as distributed; at one level those with more traffic first";
  }

  @Override
  public boolean central() {
    return false;
  }

  @Override
  public boolean hasEntries() {
    return true;
  }

  @Override
  public int entry(int level, double rate) {
    int load = rate < 1 ? 0 : Math.min(MOST, Math.getExponent(rate));
    return level << LOAD_BITS | load;
  }
}
