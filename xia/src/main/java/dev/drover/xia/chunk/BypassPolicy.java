package dev.drover.xia.chunk;

/** Keeps nothing: the do-nothing member of the family. */
final class BypassPolicy implements CachePolicy {
  @Override
  public boolean keeps() {
    return false;
  }

  @Override
  public void inserted(int place, int bytes) {}

  @Override
  public void used(int place) {}

  @Override
  public void removed(int place) {}

  @Override
  public int victim() {
    throw new IllegalStateException("a cache that keeps nothing has nothing to give up");
  }
}
