package dev.drover.simulate.migration;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;

/**
 * Post-copy: the VM stands while its device state crosses, runs at the destination, and the pages
 * follow. The source pushes them in the order of their addresses; a page that the VM touches before
 * it has arrived is asked for over a stream of its own the other way, is sent before what the push
 * has not handed to the transport yet, and the push goes on behind it (Hines et al., VEE 2009:
 * demand paging, active push and prepaging). Each page is sent once.
 *
 * <p>The VM has one virtual processor: it stands until the page that it waits for is there. It runs
 * for {@link PushSettings#faultGranularity} at a time, then its accesses are looked at.
 */
final class PostCopyPush implements Phase {
  private final Migration migration;
  private final Stream stream;
  private final Stream requests;
  private final GuestMemory memory;
  private final Timer resume;
  private final Timer tick;
  private final PushSettings push;
  private final long granularity;
  private final long lowWater;

  /** Not handed to the transport yet. */
  private final PageSet unsent;

  private final PageSet missing;
  private final PageSet read;
  private final PagesInFlight inFlight;

  private int cursor;
  private boolean writing;
  private long stateEnd;
  private boolean resuming;
  private boolean runsHere;
  private long readUntil;
  private int seenDirty;
  private int seenRead;
  private int awaited = -1;
  private long stalledSince;
  private boolean over;

  /**
   * @param left pages that the destination does not have, those in the log of dirty pages apart
   */
  PostCopyPush(Migration migration, PageSet left) {
    this.migration = migration;
    this.stream = migration.stream();
    this.memory = migration.guest().memory();
    this.unsent = left;
    this.missing = new PageSet(left.pages());
    this.read = new PageSet(left.pages());
    this.resume = new Timer(migration.simulator(), this::resumed);
    this.tick = new Timer(migration.simulator(), this::look);
    this.push = migration.spec().settings().push();
    this.granularity = SimTime.of(push.faultGranularity());
    this.lowWater = push.lowWater().count();
    this.inFlight = new PagesInFlight();
    this.requests =
        migration
            .network()
            .open(
                migration.spec().route().reversed(),
                TrafficKind.MIGRATION,
                migration.guest().name(),
                new Requests());
  }

  @Override
  public void begin() {
    migration.pauseGuest();
    unsent.addAll(migration.takeDirty());
    missing.addAll(unsent);
    migration.witness().paused(missing);
    stream.limit(migration.payloadRate(migration.ceiling()));
    stream.lowWater(lowWater);
    // The order to run is a message, whatever the state's size.
    long state = Math.max(1, migration.spec().settings().deviceState().count());
    migration.account().deviceBytes += state;
    stateEnd = stream.written() + state;
    inFlight.from(stateEnd);
    stream.write(state);
    stream.expect(stateEnd);
    refill();
  }

  private void refill() {
    if (writing) {
      return;
    }
    writing = true;
    while (!unsent.isEmpty() && stream.written() - stream.sent() <= lowWater) {
      long batch = 0;
      for (int count = 0; count < push.batchPages() && !unsent.isEmpty(); count++) {
        int page = unsent.next(cursor);
        if (page < 0) {
          page = unsent.next(0);
        }
        batch += take(page);
      }
      migration.account().pushedBytes += batch;
      stream.write(batch);
    }
    writing = false;
  }

  /** Takes {@code page} on its way. {@return its bytes, which must be written at once} */
  private long take(int page) {
    unsent.remove(page);
    cursor = page + 1;
    long size = migration.sender().bytes(1, migration.guest().zeroPages().contains(page) ? 1 : 0);
    inFlight.add(page, size);
    return size;
  }

  @Override
  public void backlogLow(Stream stream) {
    refill();
  }

  @Override
  public void delivered(Stream stream) {
    long until = stream.delivered();
    if (until >= stateEnd && !resuming) {
      resuming = true;
      resume.in(SimTime.of(migration.spec().settings().times().resume()));
    }
    takeArrived(until);
    if (awaited >= 0 && !missing.contains(awaited)) {
      goOn();
    }
  }

  private void takeArrived(long until) {
    for (int page = inFlight.arrived(until); page >= 0; page = inFlight.arrived(until)) {
      missing.remove(page);
      migration.witness().arrived(page);
    }
  }

  private void resumed() {
    migration.resumeGuest();
    runsHere = true;
    if (!missing.isEmpty()) {
      tick.in(granularity);
    }
    check();
  }

  private void look() {
    if (over || awaited >= 0) {
      return;
    }
    memory.advance(migration.now());
    takeArrived(stream.delivered());
    readUp(granularity);
    int page = touchedAndMissing();
    if (page >= 0) {
      memory.pause(migration.now());
      stalledSince = migration.now();
      ask(page);
    } else if (!missing.isEmpty()) {
      tick.in(granularity);
    }
  }

  private void readUp(long span) {
    migration
        .guest()
        .reads()
        .ifPresent(pattern -> {
          pattern.write(readUntil, readUntil + span, read);
          readUntil += span;
        });
  }

  private int touchedAndMissing() {
    int page = -1;
    if (memory.dirty().count() != seenDirty) {
      page = memory.dirty().nextCommon(0, missing);
    }
    if (page < 0) {
      seenDirty = memory.dirty().count();
      if (read.count() != seenRead) {
        page = read.nextCommon(0, missing);
      }
    }
    if (page < 0) {
      seenRead = read.count();
    }
    return page;
  }

  private void ask(int page) {
    awaited = page;
    migration.account().faults++;
    long request = push.request().count();
    migration.account().requestBytes += request;
    requests.write(request);
    requests.expect(requests.written());
    if (!unsent.contains(page)) {
      stream.expect(inFlight.endOf(page));
    }
  }

  private void goOn() {
    int page = touchedAndMissing();
    if (page >= 0) {
      ask(page);
      return;
    }
    awaited = -1;
    migration.account().stalled += migration.now() - stalledSince;
    memory.resume(migration.now());
    if (!missing.isEmpty()) {
      tick.in(granularity);
    }
  }

  @Override
  public void allAcknowledged(Stream stream) {
    delivered(stream);
    check();
  }

  private void check() {
    if (over || !runsHere || awaited >= 0 || !missing.isEmpty()) {
      return;
    }
    if (stream.acknowledged() == stream.written()) {
      over = true;
      memory.advance(migration.now());
      migration.guest().zeroPages().removeAll(memory.dirty());
      requests.close();
      migration.complete();
    }
  }

  /** The requests as they reach the source. */
  private final class Requests implements StreamListener {
    @Override
    public void delivered(Stream reverse) {
      int page = awaited;
      if (page >= 0 && reverse.delivered() == reverse.written() && unsent.contains(page)) {
        long size = take(page);
        migration.account().faultedBytes += size;
        stream.write(size);
        stream.expect(stream.written());
      }
    }
  }
}
