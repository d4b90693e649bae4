package dev.drover.xia.migration;

import dev.drover.xia.chunk.Chunk;
import dev.drover.xia.chunk.ChunkPublisher;
import dev.drover.xia.chunk.ChunkPublisher.Caching;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Publishes what was cut and tells of it in rounds; one thread does. */
final class Announcer {
  /** A round is told at the latest when so much is to be asked for: it is freed as a whole. */
  private static final long ROUND_BYTES = 256 << 10;

  private final BlockingQueue<Cut> cuts;
  private final Profile profile;
  private final ChunkPublisher publisher;
  private final Pacer pacer;
  private final Outstanding outstanding;
  private final Line line;
  private final Counts counts;
  private final BooleanSupplier pushing;

  private final Ledger ledger = new Ledger();
  private final List<Piece> round = new ArrayList<>();
  private long roundBytes;
  private long number;

  /**
   * @param pushing whether chunks go with their names
   */
  Announcer(
      BlockingQueue<Cut> cuts,
      Profile profile,
      ChunkPublisher publisher,
      Pacer pacer,
      Outstanding outstanding,
      Line line,
      Counts counts,
      BooleanSupplier pushing) {
    this.cuts = cuts;
    this.profile = profile;
    this.publisher = publisher;
    this.pacer = pacer;
    this.outstanding = outstanding;
    this.line = line;
    this.counts = counts;
    this.pushing = pushing;
  }

  /** Tells to the end. */
  void run() throws IOException, InterruptedException {
    try {
      while (true) {
        switch (next()) {
          case Cut.Stretch stretch -> add(stretch);
          case Cut.Pause _ -> tell();
          case Cut.End _ -> {
            tell();
            line.send(new Message.Done(ledger.bytes(), ledger.root()));
            return;
          }
        }
      }
    } finally {
      round.stream().filter(piece -> !piece.zero()).forEach(each -> publisher.remove(each.cid()));
    }
  }

  /** The paper's rounds wait until they are full or QEMU pauses; others go when nothing follows. */
  private Cut next() throws IOException, InterruptedException {
    if (profile == Profile.PAPER || round.isEmpty()) {
      return cuts.take();
    }
    Cut cut = cuts.peek();
    boolean ready = cut instanceof Cut.Stretch stretch ? stretch.chunk().isDone() : cut != null;
    if (!ready) {
      tell();
    }
    return cuts.take();
  }

  private void add(Cut.Stretch stretch) throws IOException, InterruptedException {
    Chunk chunk = named(stretch.chunk());
    Piece piece = new Piece(stretch.zero(), chunk.cid(), chunk.length());
    boolean inline =
        profile == Profile.FAST
            && !piece.zero()
            && (piece.length() < Profile.INLINE_BELOW || pushing.getAsBoolean());
    if (inline || (profile == Profile.FAST && pacer.holdsBack())) {
      tell();
    }
    if (!piece.zero()) {
      pacer.take(piece.length());
    }
    if (inline) {
      push(piece, chunk);
      return;
    }
    if (!piece.zero()) {
      publisher.put(chunk, profile == Profile.PAPER ? Caching.ALLOWED : Caching.ONE_SHOT);
      roundBytes += piece.length();
    }
    round.add(piece);
    if (round.size() == profile.roundPieces() || roundBytes >= ROUND_BYTES) {
      tell();
    }
  }

  private static Chunk named(Future<Chunk> chunk) throws InterruptedException {
    try {
      return chunk.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a chunk could not be named", e);
    }
  }

  private void push(Piece piece, Chunk chunk) throws IOException {
    long offset = ledger.bytes();
    ledger.add(piece.cid(), piece.length());
    outstanding.add(++number, ledger.root(), List.of(piece), false);
    counts.rounds.increment();
    line.send(new Message.Data(number, offset, piece.cid(), chunk.content()));
  }

  private void tell() throws IOException, InterruptedException {
    if (round.isEmpty()) {
      return;
    }
    List<Piece> pieces = List.copyOf(round);
    round.clear();
    roundBytes = 0;
    long offset = ledger.bytes();
    for (Piece piece : pieces) {
      ledger.add(piece.cid(), piece.length());
      (piece.zero() ? counts.zeros : counts.chunks).increment();
      (piece.zero() ? counts.zeroBytes : counts.chunkBytes).add(piece.length());
    }
    outstanding.add(++number, ledger.root(), pieces, true);
    counts.rounds.increment();
    line.send(new Message.Round(number, offset, pieces));
    if (profile == Profile.PAPER) {
      outstanding.awaitNone();
    }
  }
}
