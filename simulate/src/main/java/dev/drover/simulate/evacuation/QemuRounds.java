package dev.drover.simulate.evacuation;

import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;

/**
 * The rounds of pre-copy as QEMU has them ({@code migration_iteration_run}): at least every 50 ms
 * it is looked at how much is left, and when that is less than the threshold of the {@link
 * MeasuredBandwidth}, the log of dirty pages is merged into the bitmap. That begins a new round. So
 * a round ends before all of it has been sent, and the first page that was dirtied is not sent
 * again before the bitmap has come round to it.
 */
final class QemuRounds {
  /** {@code MAX_WAIT} of QEMU's ram.c. */
  static final Duration LOOK = Duration.ofMillis(50);

  private final Guest guest;
  private final PagesToSend pages;
  private final MeasuredBandwidth bandwidth;
  private int round;
  private long lookedAt;
  private long syncedAt;
  private DirtyRate dirtyRate = DirtyRate.ZERO;

  QemuRounds(Guest guest, PagesToSend pages, MeasuredBandwidth bandwidth) {
    this.guest = guest;
    this.pages = pages;
    this.bandwidth = bandwidth;
  }

  /** The first round, of all pages. */
  void begin(long now) {
    pages.all(now);
    round = 1;
    lookedAt = now;
    syncedAt = now;
  }

  /** {@return whether the round is over} */
  boolean isOver(long now) {
    boolean due = now - lookedAt >= SimTime.of(LOOK);
    return pages.isEmpty() || (due && restFits());
  }

  /** {@return whether what is left can be sent within the allowed downtime} */
  boolean restFits() {
    return pages.isEmpty() || pages.pending() < bandwidth.threshold();
  }

  /** Begins the next round with what was written in the one before. */
  void next(long now) {
    guest.memory().advance(now);
    long since = Math.max(1, now - syncedAt);
    dirtyRate = DirtyRate.ofBytesPerSecond(Math.round(pages.merge() / SimTime.toSeconds(since)));
    lookedAt = now;
    syncedAt = now;
    round++;
  }

  int round() {
    return round;
  }

  /** {@return as seen in the round before} */
  DirtyRate dirtyRate() {
    return dirtyRate;
  }
}
