package dev.drover.xia.migration;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.transport.StreamException;
import dev.drover.xia.transport.StreamListener;
import dev.drover.xia.transport.StreamSocket;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A migration's destination: a service with a key of its own. Whoever proves first that it has the
 * token is the sender; nobody else may send from then on, with the token or without.
 */
final class Receiver implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Receiver.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Longer than one wait for a byte: one that trickles is cut off, one that is silent is answered.
   */
  private static final Duration WHOLE = PATIENCE.multipliedBy(2);

  /** Who have not said yet who they are. */
  private static final int MOST_STRANGERS = 16;

  /** Open at a time: a plain stream, one for pages waited for, and some. */
  private static final int MOST_CONNECTIONS = 16;

  private final String vm;
  private final Path socket;
  private final Token token;
  private final Incoming.Host host;
  private final LongSupplier nanoTime;
  private final Identity identity = Identity.generate();
  private final StreamListener listener;
  private final Thread acceptor;
  private final Carried carried = new Carried();
  private final Semaphore strangers = new Semaphore(MOST_STRANGERS);
  private final Map<Incoming, Thread> open = new ConcurrentHashMap<>();

  /** Of the sender, once it is known. */
  private @Nullable Xid sender;

  private long session;
  private int last = -1;
  private int refused;
  private boolean closed;

  /**
   * Listens for the sender.
   *
   * @param socket on which QEMU listens, at the latest when its counterpart connects
   */
  Receiver(
      String vm,
      Path socket,
      Token token,
      Incoming.Host host,
      XiaStack stack,
      LongSupplier nanoTime) {
    this.vm = vm;
    this.socket = socket;
    this.token = token;
    this.host = host;
    this.nanoTime = nanoTime;
    this.listener = stack.listen(identity);
    this.acceptor = Thread.ofVirtual().name("receive " + vm).start(this::accept);
  }

  /** {@return where the sender is to connect to} */
  Dag address() {
    return listener.local();
  }

  private void accept() {
    try {
      while (true) {
        StreamSocket stream = listener.accept();
        if (strangers.tryAcquire()) {
          Thread.ofVirtual().name("receive " + vm).start(() -> greet(stream));
        } else {
          stream.reset();
        }
      }
    } catch (StreamException e) {
      LOG.log(Level.DEBUG, "the receiver of {0} accepts no more: {1}", vm, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void greet(StreamSocket stream) {
    Counts counts = new Counts(nanoTime);
    Line line = new Line(stream, counts);
    Optional<Message.Open> opened;
    try {
      opened = introduced(line);
    } finally {
      strangers.release();
    }
    if (opened.isPresent()) {
      connect(opened.get(), line, counts);
    }
  }

  /** {@return how the sender introduced itself; nothing when it is not the sender} */
  private Optional<Message.Open> introduced(Line line) {
    String why;
    try {
      if (prompt(line) instanceof Message.Open opened) {
        Optional<String> objection = admit(opened, line.peer().intent(), line.local().intent());
        if (objection.isEmpty()) {
          return Optional.of(opened);
        }
        why = objection.get();
      } else {
        why = "it did not introduce itself";
      }
    } catch (IOException | MalformedPacket e) {
      why = String.valueOf(e.getMessage());
    }
    LOG.log(Level.WARNING, "a sender of {0} was refused: {1}: {2}", vm, line.peer().intent(), why);
    // No more: it may be guessing.
    line.abort("refused");
    return Optional.empty();
  }

  /**
   * Reads the first message, which must begin soon and be whole soon after: who says nothing is
   * still told that it is refused.
   */
  private static Message prompt(Line line) throws IOException {
    CountDownLatch there = new CountDownLatch(1);
    Thread.ofVirtual()
        .name("receive watch")
        .start(() -> {
          try {
            if (!there.await(WHOLE.toNanos(), TimeUnit.NANOSECONDS)) {
              line.reset();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      return line.read(PATIENCE);
    } finally {
      there.countDown();
    }
  }

  private synchronized Optional<String> admit(Message.Open opened, Xid peer, Xid here) {
    Optional<String> objection = objection(opened, peer, here);
    if (objection.isPresent()) {
      refused++;
    } else {
      sender = peer;
      session = opened.session();
      last = opened.connection();
    }
    return objection;
  }

  private Optional<String> objection(Message.Open opened, Xid peer, Xid here) {
    Digest proof =
        token.proof(
            peer, here, opened.session(), opened.connection(), opened.profile(), opened.vm());
    if (!proof.matches(opened.proof())) {
      return Optional.of("it does not have the token");
    }
    if (opened.version() != Message.VERSION) {
      return Optional.of(
          "it speaks version %d and not %d".formatted(opened.version(), Message.VERSION));
    }
    if (!opened.vm().equals(vm)) {
      return Optional.of("it sends " + opened.vm());
    }
    if (sender != null && (!sender.equals(peer) || session != opened.session())) {
      return Optional.of("another sends already: " + sender);
    }
    if (opened.connection() <= last) {
      return Optional.of("its connection %d follows its %d".formatted(opened.connection(), last));
    }
    if (closed || open.size() >= MOST_CONNECTIONS) {
      return Optional.of("it has %d connections open".formatted(open.size()));
    }
    return Optional.empty();
  }

  private void connect(Message.Open opened, Line line, Counts counts) {
    int number = opened.connection();
    carried.add(number, opened.profile(), counts);
    SocketChannel qemu;
    try {
      qemu = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      String why = "QEMU is not connected at %s: %s".formatted(socket, e.getMessage());
      counts.ended();
      complain(number, why);
      line.abort(why);
      return;
    }
    Incoming incoming =
        new Incoming(
            "receive %s %d".formatted(vm, number), host, opened.profile(), qemu, line, counts);
    synchronized (this) {
      open.put(incoming, Thread.currentThread());
      if (closed) {
        incoming.end("the receiver was ended");
      }
    }
    try {
      line.send(new Message.Opened());
      incoming.run().ifPresent(why -> complain(number, why));
    } catch (IOException e) {
      Ends.close(qemu);
      counts.ended();
      complain(number, String.valueOf(e.getMessage()));
      line.reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(incoming);
    }
  }

  private void complain(int number, String why) {
    carried.complain("connection %d: %s".formatted(number, why));
    LOG.log(Level.WARNING, "receiving {0}, connection {1}: {2}", vm, number, why);
  }

  /** {@return how many were not let in} */
  synchronized int refused() {
    return refused;
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
    listener.close();
    List<Thread> threads = new ArrayList<>();
    synchronized (this) {
      closed = true;
      open.forEach((incoming, thread) -> {
        incoming.end("the receiver was ended");
        threads.add(thread);
      });
    }
    Sender.join(threads);
    Sender.join(List.of(acceptor));
  }
}
