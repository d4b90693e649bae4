package dev.drover.xia.migration;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.chunk.Chunk;
import dev.drover.xia.chunk.ChunkFetcher;
import dev.drover.xia.chunk.Fetch;
import dev.drover.xia.chunk.FetchOutcome;
import dev.drover.xia.packet.MalformedPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Gives QEMU verified bytes in order and acknowledges them; one thread does. */
final class Delivery {
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10).asReadOnlyBuffer();

  /** While a chunk is waited for, it is looked this often whether its origin has moved. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** While more is ready, acknowledgements wait until they are worth a packet. */
  private static final long ACK_BYTES = 128 << 10;

  private final SocketChannel qemu;
  private final Line line;
  private final Counts counts;
  private final AtomicLong held;
  private final ChunkFetcher fetcher;
  private final Consumer<Chunk> kept;

  /** Bounded by what a sender may have outstanding. */
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

  private final Ledger ledger = new Ledger();
  private Dag origin;

  /** The last round that has ended, and the root up to there. */
  private long round;

  private Digest root = ledger.root();
  private long acknowledged;

  /** Bytes since then. */
  private long unacknowledged;

  /**
   * @param held what waits here, less each time that something was given to QEMU
   * @param kept takes chunks that came
   */
  Delivery(
      SocketChannel qemu,
      Line line,
      Counts counts,
      AtomicLong held,
      ChunkFetcher fetcher,
      Consumer<Chunk> kept) {
    this.qemu = qemu;
    this.line = line;
    this.counts = counts;
    this.held = held;
    this.fetcher = fetcher;
    this.kept = kept;
    this.origin = line.peer();
  }

  void add(Step step) {
    steps.add(step);
  }

  /** Delivers to the end. */
  void run() throws IOException, InterruptedException {
    while (true) {
      if (steps.isEmpty()) {
        acknowledge();
      }
      switch (steps.take()) {
        case Step.Given given -> give(given.cid(), given.bytes());
        case Step.Zero zero -> giveZeros(zero.cid(), zero.length());
        case Step.Asked asked -> {
          Chunk chunk = await(asked.fetch());
          kept.accept(chunk);
          give(chunk.cid(), chunk.content());
        }
        case Step.RoundEnd end -> {
          round = end.number();
          root = ledger.root();
          if (unacknowledged >= ACK_BYTES) {
            acknowledge();
          }
        }
        case Step.Done done -> {
          acknowledge();
          finish(done);
          return;
        }
      }
    }
  }

  private void acknowledge() throws IOException {
    if (acknowledged != round) {
      acknowledged = round;
      unacknowledged = 0;
      line.send(new Message.Ack(round, root));
    }
  }

  private Chunk await(Fetch fetch) throws IOException, InterruptedException {
    if (!fetch.ended()) {
      acknowledge();
    }
    while (!fetch.await(LOOK_AGAIN)) {
      Dag now = line.peer();
      if (!now.equals(origin)) {
        origin = now;
        fetcher.relocate(now);
      }
    }
    counts.askedAgain.add(fetch.askedAgain());
    counts.refused.add(fetch.refused());
    return switch (fetch.await()) {
      case FetchOutcome.Fetched fetched -> {
        counts.chunks.increment();
        counts.chunkBytes.add(fetch.length());
        yield fetched.chunk();
      }
      case FetchOutcome.Failed failed -> throw new IOException(failed.why());
    };
  }

  private void give(Xid cid, ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    write(bytes);
    given(cid, length);
  }

  private void giveZeros(Xid cid, int length) throws IOException {
    for (int left = length; left > 0; left -= ZEROS.capacity()) {
      write(ZEROS.duplicate().limit(Math.min(left, ZEROS.capacity())));
    }
    given(cid, length);
  }

  private void write(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        qemu.write(bytes);
      }
    } catch (IOException e) {
      throw new IOException("the destination's QEMU takes no more: " + e.getMessage(), e);
    }
  }

  private void given(Xid cid, int length) {
    ledger.add(cid, length);
    held.addAndGet(-Window.cost(length));
    unacknowledged += length;
    counts.stream.add(length);
  }

  private void finish(Step.Done done) throws IOException {
    if (done.total() != ledger.bytes() || !done.root().equals(ledger.root())) {
      throw new MalformedPacket(
          "the stream is said to have %d bytes with the root %s, and has %d with %s"
              .formatted(done.total(), done.root(), ledger.bytes(), ledger.root()));
    }
    Ends.shutdown(qemu);
    line.send(new Message.DoneAck());
  }
}
