package dev.drover.xia.migration;

import dev.drover.xia.chunk.Chunk;
import dev.drover.xia.chunk.ChunkFetcher;
import dev.drover.xia.chunk.Zeros;
import dev.drover.xia.packet.MalformedPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The destination's end of a connection that is open on both sides. */
final class Incoming {
  private final Host host;
  private final Profile profile;
  private final SocketChannel qemu;
  private final Line line;
  private final Counts counts;
  private final Delivery delivery;
  private final Tasks tasks;

  /** What the sender has told and QEMU has not been given. */
  private final AtomicLong held = new AtomicLong();

  private long rounds;
  private long offset;

  /**
   * What a host has for all its receivers.
   *
   * @param store what came is kept here, for the next time that it is told
   */
  record Host(ChunkFetcher fast, ChunkFetcher paper, Kept store, Zeros zeros) {
    ChunkFetcher fetcher(Profile profile) {
      return switch (profile) {
        case FAST -> fast;
        case PAPER -> paper;
      };
    }
  }

  Incoming(String name, Host host, Profile profile, SocketChannel qemu, Line line, Counts counts) {
    this.host = host;
    this.profile = profile;
    this.qemu = qemu;
    this.line = line;
    this.counts = counts;
    this.tasks = new Tasks(name);
    this.delivery =
        new Delivery(
            qemu,
            line,
            counts,
            held,
            host.fetcher(profile),
            profile == Profile.FAST ? host.store()::insert : _ -> {});
  }

  /**
   * Carries all there is, both ways.
   *
   * @return what broke it, nothing when both directions have ended in order
   */
  Optional<String> run() throws InterruptedException {
    tasks.start("hear", this::hear);
    tasks.start("deliver", delivery::run);
    tasks.start("reverse", this::reverse);
    Optional<Exception> failure = tasks.await();
    counts.ended();
    return Ends.settle(failure, qemu, line);
  }

  /** Breaks it. */
  void end(String why) {
    tasks.fail(new IOException(why));
  }

  private void hear() throws IOException {
    while (true) {
      Message message =
          line.read().orElseThrow(() -> new IOException("the sender ended the stream too early"));
      switch (message) {
        case Message.Round round -> round(round);
        case Message.Data data -> data(data);
        case Message.Done done -> {
          delivery.add(new Step.Done(done.total(), done.root()));
          hearTheEnd();
          return;
        }
        case Message.Abort abort -> throw new Aborted(abort.cause());
        case Message.Open _,
            Message.Opened _,
            Message.Have _,
            Message.Ack _,
            Message.Reverse _,
            Message.End _,
            Message.DoneAck _ ->
            throw unexpected(message);
      }
    }
  }

  /** After it is done a sender says nothing more, unless it gives up. */
  private void hearTheEnd() throws IOException {
    Optional<Message> message = line.read();
    if (message.isPresent()) {
      if (message.get() instanceof Message.Abort abort) {
        throw new Aborted(abort.cause());
      }
      throw unexpected(message.get());
    }
  }

  private static MalformedPacket unexpected(Message message) {
    return new MalformedPacket(
        "a sender does not say %s here".formatted(message.getClass().getSimpleName()));
  }

  private void next(long number, long at, long bytes, long cost) {
    if (number != rounds + 1 || at != offset) {
      throw new MalformedPacket(
          "round %d at %d follows round %d, which ends at %d"
              .formatted(number, at, rounds, offset));
    }
    if (held.addAndGet(cost) > Window.MOST + Window.cost(profile.largestPiece())) {
      throw new MalformedPacket("more was told than may be outstanding: " + held.get() + " bytes");
    }
    rounds = number;
    offset += bytes;
    counts.rounds.increment();
  }

  private void round(Message.Round round) throws IOException {
    long bytes = 0;
    long cost = 0;
    for (Piece piece : round.pieces()) {
      check(piece);
      bytes += piece.length();
      cost += Window.cost(piece.length());
    }
    next(round.number(), round.offset(), bytes, cost);
    List<Step> steps = new ArrayList<>(round.pieces().size() + 1);
    long have = 0;
    for (int place = 0; place < round.pieces().size(); place++) {
      Step step = step(round.pieces().get(place));
      steps.add(step);
      have |= step instanceof Step.Given ? 1L << place : 0;
    }
    steps.add(new Step.RoundEnd(round.number()));
    // Before anything of it can be acknowledged.
    if (have != 0) {
      line.send(new Message.Have(round.number(), have));
    }
    steps.forEach(delivery::add);
  }

  private void check(Piece piece) {
    if (piece.cid().type() != profile.contentType() || piece.length() > profile.largestPiece()) {
      throw new MalformedPacket(
          "%s with %d bytes is no piece of the profile %s"
              .formatted(piece.cid(), piece.length(), profile.text()));
    }
  }

  private Step step(Piece piece) {
    if (piece.zero()) {
      if (!piece.cid().equals(host.zeros().cid(piece.length()))) {
        counts.refused.increment();
        throw new MalformedPacket("%s is not %d zeros".formatted(piece.cid(), piece.length()));
      }
      counts.zeros.increment();
      counts.zeroBytes.add(piece.length());
      return new Step.Zero(piece.cid(), piece.length());
    }
    Optional<byte[]> present =
        profile == Profile.FAST ? host.store().find(piece.cid(), piece.length()) : Optional.empty();
    if (present.isPresent()) {
      counts.present.increment();
      counts.presentBytes.add(piece.length());
      return new Step.Given(piece.cid(), ByteBuffer.wrap(present.get()));
    }
    return new Step.Asked(host.fetcher(profile).fetch(line.peer(), piece.cid(), piece.length()));
  }

  private void data(Message.Data data) {
    if (profile == Profile.PAPER) {
      throw unexpected(data);
    }
    int length = data.bytes().remaining();
    check(new Piece(false, data.cid(), length));
    next(data.number(), data.offset(), length, Window.cost(length));
    byte[] content = new byte[length];
    data.bytes().get(content);
    Optional<Chunk> chunk = Chunk.verified(data.cid(), content);
    if (chunk.isEmpty()) {
      counts.refused.increment();
      throw new MalformedPacket(
          "%d bytes that came with the name %s are not that".formatted(length, data.cid()));
    }
    if (length >= Profile.INLINE_BELOW) {
      host.store().insert(chunk.get());
    }
    delivery.add(new Step.Given(data.cid(), chunk.get().content()));
    delivery.add(new Step.RoundEnd(data.number()));
  }

  private void reverse() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(Message.MOST_REVERSE);
    while (true) {
      int bytes;
      try {
        bytes = qemu.read(buffer);
      } catch (IOException e) {
        throw new IOException("the destination's QEMU broke its connection: " + e.getMessage(), e);
      }
      if (bytes < 0) {
        line.send(new Message.End());
        return;
      }
      counts.reverse.add(bytes);
      line.send(new Message.Reverse(buffer.flip()));
      buffer.clear();
    }
  }
}
