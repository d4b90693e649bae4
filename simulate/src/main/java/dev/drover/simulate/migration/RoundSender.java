package dev.drover.simulate.migration;

import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.kernel.Actor;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.stream.Stream;

/**
 * Writes the pages of a round to the stream: all at once where nothing depends on when a page is
 * read, else batch by batch as the stream sends them.
 *
 * <p>Hot: words of bits, no object per page.
 */
final class RoundSender implements Actor {
  static final long PAGE = DirtyRate.PAGE.count();

  private final Simulator simulator;
  private final int self;
  private final Stream stream;
  private final GuestMemory memory;
  private final PageSet zeroPages;
  private final PageWitness witness;
  private final long header;
  private final int batchPages;
  private final long lowWater;
  private final long slicePs;

  private PageSet pages;
  private int cursor;
  private boolean allWritten = true;
  private boolean writing;
  private int sentPages;
  private int skippedPages;
  private boolean skips;
  private boolean sliced;
  private long sliceQuota;
  private long sliceLeft;
  private long sliceEnd;
  private boolean timerSet;

  RoundSender(
      Simulator simulator,
      Stream stream,
      SimulatedGuest guest,
      MigrationSettings settings,
      PageWitness witness) {
    this.simulator = simulator;
    this.self = simulator.register(this);
    this.stream = stream;
    this.memory = guest.memory();
    this.zeroPages = guest.zeroPages();
    this.witness = witness;
    this.header = settings.pageHeader().count();
    this.batchPages = settings.batchPages();
    this.lowWater = batchPages * (PAGE + header);
    this.slicePs =
        switch (settings.pacing()) {
          case Pacing.Smooth _ -> 0;
          case Pacing.Slices slices -> SimTime.of(slices.length());
        };
    this.pages = new PageSet(memory.pages());
  }

  /** {@return bytes on the stream for so many pages, some of them zero} */
  long bytes(int count, int zero) {
    return count * (PAGE + header) - zero * PAGE;
  }

  /**
   * Starts to write {@code pages}, which must stay as they are until {@link #allWritten}.
   *
   * @param bitsPerSecond payload; {@link Stream#UNLIMITED} for no limit
   * @param skipsRedirtied whether a page that the VM has dirtied again before its turn is left out
   */
  void send(PageSet pages, long bitsPerSecond, boolean skipsRedirtied) {
    this.pages = pages;
    cursor = 0;
    sentPages = 0;
    skippedPages = 0;
    skips = skipsRedirtied;
    sliced = slicePs > 0 && bitsPerSecond != Stream.UNLIMITED;
    allWritten = false;
    writing = true;
    stream.limit(sliced ? Stream.UNLIMITED : bitsPerSecond);
    writing = false;
    if (sliced) {
      sliceQuota = Math.max(1, (long) (bitsPerSecond / 8.0 * SimTime.toSeconds(slicePs)));
      startSlice();
    }
    if (!sliced && !skips) {
      sendAll();
    } else {
      proceed();
    }
  }

  private void sendAll() {
    if (witness.looks()) {
      for (int page = pages.next(0); page >= 0; page = pages.next(page + 1)) {
        witness.read(page);
      }
    }
    sentPages = pages.count();
    allWritten = true;
    stream.lowWater(0);
    write(bytes(sentPages, pages.countCommon(zeroPages)));
  }

  /** Goes on, when there is room: to be called when the stream's backlog is low. */
  void proceed() {
    if (allWritten || writing) {
      return;
    }
    writing = true;
    stream.lowWater(lowWater);
    while (!allWritten && stream.written() - stream.sent() <= lowWater) {
      if (sliced && simulator.now() >= sliceEnd) {
        startSlice();
      }
      if (sliced && sliceLeft <= 0) {
        wakeAtSliceEnd();
        break;
      }
      writeBatch();
    }
    writing = false;
  }

  private void writeBatch() {
    if (skips) {
      memory.advance(simulator.now());
    }
    long batch = 0;
    int page = pages.next(cursor);
    for (int count = 0; page >= 0 && count < batchPages && (!sliced || sliceLeft > 0); count++) {
      if (skips && memory.dirty().contains(page)) {
        skippedPages++;
      } else {
        witness.read(page);
        long size = zeroPages.contains(page) ? header : PAGE + header;
        batch += size;
        sliceLeft -= size;
        sentPages++;
      }
      cursor = page + 1;
      page = pages.next(cursor);
    }
    if (page < 0) {
      allWritten = true;
      stream.lowWater(0);
    }
    write(batch);
  }

  private void write(long bytes) {
    if (bytes > 0) {
      stream.write(bytes);
    }
  }

  private void startSlice() {
    sliceLeft = sliceQuota;
    sliceEnd = simulator.now() + slicePs;
  }

  private void wakeAtSliceEnd() {
    if (!timerSet) {
      timerSet = true;
      simulator.schedule(sliceEnd, self);
    }
  }

  @Override
  public void act() {
    timerSet = false;
    proceed();
  }

  boolean allWritten() {
    return allWritten;
  }

  int sentPages() {
    return sentPages;
  }

  int skippedPages() {
    return skippedPages;
  }
}
