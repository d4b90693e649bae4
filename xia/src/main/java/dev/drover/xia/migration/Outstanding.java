package dev.drover.xia.migration;

import dev.drover.xia.chunk.ChunkPublisher;
import dev.drover.xia.packet.MalformedPacket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Rounds that were told and are not acknowledged; their chunks are published until they are. */
final class Outstanding {
  /** A round, and what is freed with it. */
  private static final class Told {
    final long number;
    final Digest root;
    final List<Piece> pieces;
    final boolean published;
    final long cost;

    /** By their place, the chunks that were not asked for. */
    long have;

    Told(long number, Digest root, List<Piece> pieces, boolean published) {
      this.number = number;
      this.root = root;
      this.pieces = pieces;
      this.published = published;
      this.cost = pieces.stream().mapToLong(piece -> Window.cost(piece.length())).sum();
    }

    boolean holds(int place) {
      return published && !pieces.get(place).zero() && (have >>> place & 1) == 0;
    }
  }

  /** Bytes that need not go because they are there. */
  record Present(long pieces, long bytes) {}

  private final ChunkPublisher publisher;
  private final Window window;
  private final Queue<Told> told = new ArrayDeque<>();

  Outstanding(ChunkPublisher publisher, Window window) {
    this.publisher = publisher;
    this.window = window;
  }

  /**
   * A round is about to be told.
   *
   * @param root of the stream to its end
   * @param published whether its chunks are; or they go with their names
   */
  synchronized void add(long number, Digest root, List<Piece> pieces, boolean published) {
    told.add(new Told(number, root, pieces, published));
  }

  /** Some of a round's chunks are there already. */
  synchronized Present have(long number, long places) {
    Told round =
        told.stream()
            .filter(each -> each.number == number)
            .findAny()
            .orElseThrow(() -> new MalformedPacket("round " + number + " is not outstanding"));
    long pieces = 0;
    long bytes = 0;
    for (int place = 0; place < round.pieces.size(); place++) {
      if ((places >>> place & 1) != 0 && round.holds(place)) {
        Piece piece = round.pieces.get(place);
        round.have |= 1L << place;
        publisher.remove(piece.cid());
        pieces++;
        bytes += piece.length();
      }
    }
    return new Present(pieces, bytes);
  }

  /** All to the end of a round has been given to QEMU, and was this. */
  synchronized void acknowledge(long number, Digest root) {
    Told last = null;
    while (!told.isEmpty() && told.element().number <= number) {
      last = told.remove();
      free(last);
      window.release(last.cost);
    }
    if (last == null || last.number != number) {
      throw new MalformedPacket("round " + number + " is acknowledged, and is not outstanding");
    }
    if (!last.root.equals(root)) {
      throw new MalformedPacket(
          "the stream to round %d is %s and not %s".formatted(number, last.root, root));
    }
    notifyAll();
  }

  private void free(Told round) {
    for (int place = 0; place < round.pieces.size(); place++) {
      if (round.holds(place)) {
        publisher.remove(round.pieces.get(place).cid());
      }
    }
  }

  synchronized void awaitNone() throws InterruptedException {
    while (!told.isEmpty()) {
      wait();
    }
  }

  /** Nothing is acknowledged any more. */
  synchronized void close() {
    told.forEach(this::free);
    told.clear();
  }
}
