package dev.drover.xia.migration;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What one end of a connection counts. Safe for use by many threads. */
final class Counts {
  final LongAdder stream = new LongAdder();
  final LongAdder reverse = new LongAdder();
  final LongAdder chunks = new LongAdder();
  final LongAdder chunkBytes = new LongAdder();
  final LongAdder zeros = new LongAdder();
  final LongAdder zeroBytes = new LongAdder();
  final LongAdder present = new LongAdder();
  final LongAdder presentBytes = new LongAdder();
  final LongAdder rounds = new LongAdder();
  final LongAdder askedAgain = new LongAdder();
  final LongAdder refused = new LongAdder();
  private final LongAdder inlineBytes = new LongAdder();
  private final LongAdder controlBytes = new LongAdder();

  private final LongSupplier nanoTime;
  private final long begin;
  private volatile long end;

  Counts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  /** A message went over the STREAM, either way. */
  void onWire(Message message, int bytes) {
    if (message instanceof Message.Data || message instanceof Message.Reverse) {
      inlineBytes.add(bytes);
    } else {
      controlBytes.add(bytes);
    }
  }

  void ended() {
    end = Math.max(1, nanoTime.getAsLong() - begin);
  }

  ConnectionStatistics snapshot(int connection, Profile profile) {
    long took = end;
    return new ConnectionStatistics(
        connection,
        profile,
        took == 0,
        stream.sum(),
        reverse.sum(),
        chunkBytes.sum(),
        inlineBytes.sum(),
        controlBytes.sum(),
        chunks.sum(),
        zeros.sum(),
        zeroBytes.sum(),
        present.sum(),
        presentBytes.sum(),
        rounds.sum(),
        askedAgain.sum(),
        refused.sum(),
        Duration.ofNanos(took == 0 ? nanoTime.getAsLong() - begin : took));
  }
}
