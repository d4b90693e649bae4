package dev.drover.simulate.memory;

/**
 * A guest's memory with its log of dirty pages. The guest writes by its pattern while it runs; its
 * clock stands while it is paused.
 */
public final class GuestMemory {
  private final WritePattern pattern;
  private final PageSet dirty;
  private long lookedAt;
  private long guestTime;
  private boolean running = true;

  public GuestMemory(WritePattern pattern) {
    this.pattern = pattern;
    this.dirty = new PageSet(pattern.pages());
  }

  public int pages() {
    return dirty.pages();
  }

  /** {@return the time that the guest has run, in picoseconds} */
  public long guestTime() {
    return guestTime;
  }

  public boolean running() {
    return running;
  }

  /** Lets the guest run, or stand, up to {@code now} (simulated time, in picoseconds). */
  public void advance(long now) {
    if (running) {
      long until = guestTime + now - lookedAt;
      pattern.write(guestTime, until, dirty);
      guestTime = until;
    }
    lookedAt = now;
  }

  public void pause(long now) {
    advance(now);
    running = false;
  }

  public void resume(long now) {
    advance(now);
    running = true;
  }

  /** {@return the pages dirtied since they were last taken, as of the last advance; a live view} */
  public PageSet dirty() {
    return dirty;
  }

  /**
   * Moves the log of dirty pages into {@code into}, which is cleared before, and clears the log.
   */
  public void takeDirty(PageSet into) {
    into.clear();
    into.addAll(dirty);
    dirty.clear();
  }
}
