package dev.drover.decide.communication;

/** The token goes from VM to VM in ascending order of their IDs. */
public final class RoundRobin implements TokenPolicy {
  @Override
  public String name() {
    return "round-robin";
  }

  @Override
  public String description() {
    return "by VM ID, ascending; needs to know nothing";
  }

  @Override
  public boolean central() {
    return false;
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
