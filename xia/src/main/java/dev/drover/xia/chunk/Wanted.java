package dev.drover.xia.chunk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be asked for, in which order: what was lost, then the rest of what is begun, then what
 * is not, as far ahead of its delivery as the settings allow. Not safe for use by several threads.
 */
final class Wanted {
  /** Bytes of a chunk; of an earlier round they count for nothing. */
  private record Stretch(Transfer transfer, int from, int to, int round) {}

  /** Bytes of a chunk that are all missing. */
  record Range(Transfer transfer, int from, int to) {
    int length() {
      return to - from;
    }
  }

  private final FetchSettings settings;
  private final LongSupplier nanoTime;

  /** Of what is begun. */
  private final Deque<Stretch> begun = new ArrayDeque<>();

  private final Deque<Transfer> queued = new ArrayDeque<>();

  /** Bytes that are begun and not delivered. */
  private long ahead;

  Wanted(FetchSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /** All of a chunk, after all others. */
  void addLast(Transfer transfer) {
    queued.add(transfer);
  }

  /** Bytes of a chunk that is begun, before all others. */
  void addFirst(Transfer transfer, int from, int to) {
    begun.addFirst(new Stretch(transfer, from, to, transfer.round));
  }

  /** Bytes of what was begun are with whoever wanted them, or will not be. */
  void delivered(int bytes) {
    ahead -= bytes;
  }

  /** {@return what is to be asked for next; it is taken out} */
  @Nullable Range poll() {
    while (true) {
      Stretch stretch = begun.poll();
      if (stretch == null) {
        stretch = begin();
      }
      if (stretch == null) {
        return null;
      }
      Range range = missing(stretch);
      if (range != null) {
        return range;
      }
    }
  }

  private @Nullable Range missing(Stretch stretch) {
    Transfer transfer = stretch.transfer();
    if (transfer.ended || transfer.verifying || transfer.round != stretch.round()) {
      return null;
    }
    if (settings.prototype()) {
      return new Range(transfer, stretch.from(), stretch.to());
    }
    Coverage coverage = transfer.partial.coverage();
    int from = coverage.gap(stretch.from(), stretch.to());
    int to = coverage.gapEnd(from, stretch.to());
    if (to < stretch.to()) {
      addFirst(transfer, to, stretch.to());
    }
    return from < to ? new Range(transfer, from, to) : null;
  }

  private @Nullable Stretch begin() {
    Transfer transfer = queued.peek();
    if (transfer == null || (ahead > 0 && ahead + transfer.length > settings.aheadBytes())) {
      return null;
    }
    queued.remove();
    ahead += transfer.length;
    transfer.begin(nanoTime.getAsLong());
    return new Stretch(transfer, 0, transfer.length, transfer.round);
  }
}
