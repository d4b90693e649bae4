package dev.drover.decide.rounds;

/**
 * As another selection, but a page that is dirty again when its turn comes is left for later, as
 * Xen does ({@code to_skip}; Clark et al., "Live Migration of Virtual Machines", NSDI 2005, section
 * 5.4 "Rapid Page Dirtying").
 */
public record SkipRedirtied(PageSelection selection) implements PageSelection {
  @Override
  public String name() {
    return selection.name() + "-skip";
  }

  @Override
  public String description() {
    return selection.description() + ", unless it is dirty again when its turn comes";
  }

  @Override
  public boolean holdsBack(long history) {
    return selection.holdsBack(history);
  }

  @Override
  public boolean sendsRedirtied() {
    return false;
  }
}
