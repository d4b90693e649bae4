package dev.drover.decide.communication;

/**
 * The centralised global token policy: in the order of what a migration of each VM would gain as
 * all are placed when the round begins. Needs all traffic in one place: for comparison.
 */
public final class GlobalOrder implements TokenPolicy {
  @Override
  public String name() {
    return "global";
  }

  @Override
  public String description() {
    return "by what each migration would gain, the most first; needs all traffic in one place";
  }

  @Override
  public boolean central() {
    return true;
  }

  @Override
  public boolean hasEntries() {
    return false;
  }

  @Override
  public int entry(int level, double rate) {
    return 0;
  }
}
