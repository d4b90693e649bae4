package dev.drover.xia.migration;

import dev.drover.xia.chunk.ChunkPublisher;
import dev.drover.xia.packet.MalformedPacket;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The source's end of a connection that is open on both sides. */
final class Outgoing {
  private static final Logger LOG = System.getLogger(Outgoing.class.getName());

  /** Messages of at most 64 KiB each that QEMU has not read. */
  private static final int MOST_REVERSE_WAITING = 64;

  private final SocketChannel qemu;
  private final Line line;
  private final Counts counts;
  private final Pacer pacer;
  private final Intake intake;
  private final Cutter cutter;
  private final Announcer announcer;
  private final Outstanding outstanding;
  private final Tasks tasks;
  private final Window window;

  /** An empty one is the end. */
  private final BlockingQueue<ByteBuffer> reverse = new ArrayBlockingQueue<>(MOST_REVERSE_WAITING);

  /** What a host has for all its senders. */
  record Host(ChunkPublisher publisher, Executor workers, LongSupplier nanoTime) {}

  Outgoing(
      String name,
      Host host,
      Profile profile,
      SocketChannel qemu,
      Line line,
      Counts counts,
      Pacer pacer,
      BooleanSupplier pushing) {
    this.qemu = qemu;
    this.line = line;
    this.counts = counts;
    this.pacer = pacer;
    this.tasks = new Tasks(name);
    this.window = new Window(host.nanoTime(), line::roundTrip);
    this.outstanding = new Outstanding(host.publisher(), window);
    this.intake = new Intake(qemu);
    this.cutter = new Cutter(intake, profile, window, host.workers(), counts);
    this.announcer =
        new Announcer(
            cutter.cuts(), profile, host.publisher(), pacer, outstanding, line, counts, pushing);
  }

  /**
   * Carries all there is, both ways.
   *
   * @return what broke it, nothing when both directions have ended in order
   */
  Optional<String> run() throws InterruptedException {
    tasks.start("intake", intake::run);
    tasks.start("cut", cutter::run);
    tasks.start("announce", announcer::run);
    tasks.start("hear", this::hear);
    tasks.start("reverse", this::reverse);
    Optional<Exception> failure = tasks.await();
    outstanding.close();
    counts.ended();
    return Ends.settle(failure, qemu, line);
  }

  void enter(Window.Stage stage) {
    window.enter(stage);
  }

  /** Breaks it. */
  void end(String why) {
    tasks.fail(new IOException(why));
  }

  private void hear() throws IOException, InterruptedException {
    boolean done = false;
    boolean ended = false;
    while (!done || !ended) {
      Message message =
          line.read().orElseThrow(() -> new IOException("the receiver ended the stream too early"));
      switch (message) {
        case Message.Ack ack -> outstanding.acknowledge(ack.number(), ack.root());
        case Message.Have have -> {
          Outstanding.Present present = outstanding.have(have.number(), have.pieces());
          pacer.giveBack(present.bytes());
          counts.present.add(present.pieces());
          counts.presentBytes.add(present.bytes());
          counts.chunks.add(-present.pieces());
          counts.chunkBytes.add(-present.bytes());
        }
        case Message.Reverse bytes -> {
          counts.reverse.add(bytes.bytes().remaining());
          reverse.put(bytes.bytes());
        }
        case Message.End _ -> {
          reverse.put(ByteBuffer.allocate(0));
          ended = true;
        }
        case Message.DoneAck _ -> done = true;
        case Message.Abort abort -> throw new Aborted(abort.cause());
        case Message.Open _, Message.Opened _, Message.Round _, Message.Data _, Message.Done _ ->
            throw new MalformedPacket("a receiver does not say " + message.getClass().getName());
      }
    }
  }

  /** Gives QEMU what comes back; one that has closed its connection wants no more of it. */
  private void reverse() throws InterruptedException {
    boolean wanted = true;
    for (ByteBuffer bytes = reverse.take(); bytes.hasRemaining(); bytes = reverse.take()) {
      try {
        while (wanted && bytes.hasRemaining()) {
          qemu.write(bytes);
        }
      } catch (IOException e) {
        wanted = false;
        LOG.log(Level.DEBUG, "QEMU takes no more replies: {0}", e.getMessage());
      }
    }
    Ends.shutdown(qemu);
  }
}
