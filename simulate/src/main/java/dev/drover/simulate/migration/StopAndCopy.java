package dev.drover.simulate.migration;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.stream.Stream;

/**
 * The VM stands, what is left of its memory is sent with the device state, and when all is
 * acknowledged it is resumed at the destination: the end of pre-copy, and all of a cold migration.
 */
final class StopAndCopy implements Phase {
  private final Migration migration;
  private final PageSet left;
  private final long rate;
  private final Timer resume;
  private boolean written;
  private boolean resuming;

  /**
   * @param left pages still to send, those in the log of dirty pages apart
   * @param rate in payload bits per second
   */
  StopAndCopy(Migration migration, PageSet left, long rate) {
    this.migration = migration;
    this.left = left;
    this.rate = rate;
    this.resume = new Timer(migration.simulator(), this::resumed);
  }

  @Override
  public void begin() {
    migration.pauseGuest();
    left.addAll(migration.takeDirty());
    migration.witness().paused(new PageSet(left.pages()));
    long before = migration.stream().written();
    migration.sender().send(left, rate, false);
    migration.account().stopAndCopyBytes -= before;
    finishWriting();
  }

  private void finishWriting() {
    if (written || !migration.sender().allWritten()) {
      return;
    }
    written = true;
    migration.account().stopAndCopyBytes += migration.stream().written();
    long state = migration.spec().settings().deviceState().count();
    migration.account().deviceBytes += state;
    if (state > 0) {
      migration.stream().write(state);
    }
    check();
  }

  @Override
  public void backlogLow(Stream stream) {
    migration.sender().proceed();
    finishWriting();
  }

  @Override
  public void allAcknowledged(Stream stream) {
    migration.sender().proceed();
    finishWriting();
    check();
  }

  private void check() {
    Stream stream = migration.stream();
    if (written && !resuming && stream.acknowledged() == stream.written()) {
      resuming = true;
      resume.in(SimTime.of(migration.spec().settings().times().resume()));
    }
  }

  private void resumed() {
    migration.resumeGuest();
    migration.complete();
  }
}
