package dev.drover.decide.communication;

/**
 * The distributed token policy: VMs whose communication passes the highest layers come first. An
 * entry is that level.
 */
public final class HighestLevelFirst implements TokenPolicy {
  @Override
  public String name() {
    return "distributed";
  }

  @Override
  public String description() {
    return "by the highest level of each VM's communication, which hosts keep up in the token";
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
    return level;
  }
}
