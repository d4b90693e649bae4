package dev.drover.decide.rounds;

/** PCA, plain pre-copy: a round sends every page that was dirty when it began. */
public final class AllDirtyPages implements PageSelection {
  @Override
  public String name() {
    return "all";
  }

  @Override
  public String description() {
    return "every page that was dirty when the round began";
  }

  @Override
  public boolean holdsBack(long history) {
    return false;
  }

  @Override
  public boolean sendsRedirtied() {
    return true;
  }
}
