package dev.drover.xia.migration;

import dev.drover.xia.address.Dag;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.transport.StreamSocket;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A migration's source: QEMU connects to its Unix socket. Each connection is opened on the other
 * side before the next is accepted, so they come in order.
 */
final class Sender implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Sender.class.getName());
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** The destination's QEMU may be busy when it is connected to. */
  private static final Duration OPENED = Duration.ofSeconds(30);

  /** Who sends what to whom. */
  record Task(String vm, Path socket, Dag receiver, Token token, Profile profile) {}

  private final Task task;
  private final Outgoing.Host host;
  private final XiaStack stack;
  private final Pacer pacer;
  private final Identity identity = Identity.generate();
  private final long session;
  private final ServerSocketChannel server;
  private final Thread acceptor;
  private final Carried carried = new Carried();
  private final Map<Outgoing, Thread> open = new ConcurrentHashMap<>();
  private volatile boolean pushing;
  private volatile Window.Stage stage = Window.Stage.BULK;
  private int connections;

  /** Listens for QEMU; a file that is in the way is removed. */
  Sender(Task task, Outgoing.Host host, XiaStack stack, RandomGenerator random) throws IOException {
    this.task = task;
    this.host = host;
    this.stack = stack;
    this.pacer = new Pacer(host.nanoTime());
    this.session = random.nextLong();
    Files.deleteIfExists(task.socket());
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(task.socket()));
      Files.setPosixFilePermissions(task.socket(), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    this.acceptor = Thread.ofVirtual().name("send " + task.vm()).start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel qemu = server.accept();
        if (!carry(qemu)) {
          Ends.close(qemu);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the sender of {0} accepts no more: {1}", task.vm(), e.getMessage());
    }
  }

  private boolean carry(SocketChannel qemu) {
    int number = connections++;
    String name = "send %s %d".formatted(task.vm(), number);
    Counts counts = new Counts(host.nanoTime());
    Optional<Line> line = opened(number, counts);
    if (line.isEmpty()) {
      return false;
    }
    carried.add(number, task.profile(), counts);
    Outgoing outgoing =
        new Outgoing(name, host, task.profile(), qemu, line.get(), counts, pacer, () -> pushing);
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(outgoing, number));
    open.put(outgoing, thread);
    outgoing.enter(stage);
    thread.start();
    return true;
  }

  private void run(Outgoing outgoing, int number) {
    try {
      outgoing.run().ifPresent(why -> complain(number, why));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(outgoing);
    }
  }

  private void complain(int number, String why) {
    carried.complain("connection %d: %s".formatted(number, why));
    LOG.log(Level.WARNING, "sending {0}, connection {1}: {2}", task.vm(), number, why);
  }

  private Optional<Line> opened(int number, Counts counts) {
    Optional<Line> line = Optional.empty();
    try {
      StreamSocket stream = stack.connect(identity, task.receiver(), CONNECT);
      line = Optional.of(new Line(stream, counts));
      line.get().send(open(number));
      switch (line.get().read(OPENED)) {
        case Message.Opened _ -> {
          return line;
        }
        case Message.Abort abort -> throw new Aborted(abort.cause());
        case Message other ->
            throw new MalformedPacket("the receiver begins with " + other.getClass());
      }
    } catch (IOException | MalformedPacket e) {
      line.ifPresent(Line::reset);
      complain(number, "it cannot be opened: " + e.getMessage());
    } catch (InterruptedException e) {
      line.ifPresent(Line::reset);
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private Message open(int number) {
    Digest proof =
        task.token()
            .proof(
                identity.sid(),
                task.receiver().intent(),
                session,
                number,
                task.profile(),
                task.vm());
    return new Message.Open(Message.VERSION, session, number, task.profile(), task.vm(), proof);
  }

  /** From now on bytes go with their names; the VM stands still. */
  void finalRound() {
    pushing = true;
  }

  /** The VM may stop at any time: less is under way at a time. */
  void laterPass() {
    enter(Window.Stage.BEFORE_STOP);
  }

  /** The VM runs at the destination: as {@link #finalRound}, and little is under way at a time. */
  void postCopy() {
    finalRound();
    enter(Window.Stage.BESIDE_FAULTS);
  }

  /** Connections that are opened later are there from their begin. */
  private synchronized void enter(Window.Stage next) {
    if (next.compareTo(stage) > 0) {
      stage = next;
    }
    open.keySet().forEach(outgoing -> outgoing.enter(next));
  }

  void pace(long bytesPerSecond) {
    pacer.rate(bytesPerSecond);
  }

  boolean busy() {
    return !open.isEmpty();
  }

  Carried carried() {
    return carried;
  }

  /** Breaks what is still connected, and waits until that is done. */
  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(task.socket());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing the sender of {0}: {1}", task.vm(), e.getMessage());
    }
    acceptor.interrupt();
    join(List.of(acceptor));
    List<Thread> threads = new ArrayList<>();
    open.forEach((outgoing, thread) -> {
      outgoing.end("the sender was ended");
      threads.add(thread);
    });
    join(threads);
  }

  /** An interrupt of whoever closes waits until all is closed. */
  static void join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread each : threads) {
      while (each.isAlive()) {
        try {
          each.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
