package dev.drover.xia.chunk;

/** Gives up what was used least recently; to be inserted is to be used. */
final class LruPolicy implements CachePolicy {
  private final PlaceList byUse = new PlaceList();

  @Override
  public void inserted(int place, int bytes) {
    byUse.addLast(place);
  }

  @Override
  public void used(int place) {
    byUse.remove(place);
    byUse.addLast(place);
  }

  @Override
  public void removed(int place) {
    byUse.remove(place);
  }

  @Override
  public int victim() {
    return byUse.first();
  }
}
