package dev.drover.xia.chunk;

/** Gives up what was inserted first. */
final class FifoPolicy implements CachePolicy {
  private final PlaceList byAge = new PlaceList();

  @Override
  public void inserted(int place, int bytes) {
    byAge.addLast(place);
  }

  @Override
  public void used(int place) {}

  @Override
  public void removed(int place) {
    byAge.remove(place);
  }

  @Override
  public int victim() {
    return byAge.first();
  }
}
