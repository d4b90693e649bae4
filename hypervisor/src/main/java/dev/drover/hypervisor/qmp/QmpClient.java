package dev.drover.hypervisor.qmp;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * One connection to QEMU's machine protocol. Safe for use by many threads: one virtual thread reads
 * and hands replies out by id and events to every {@link Mailbox}; it never runs a caller's code.
 * Anything that is not QMP ends the connection, and with it every command under way.
 */
public final class QmpClient implements AutoCloseable {
  /** Commands without an answer that are kept; a QEMU that leaves more open hangs. */
  static final int MAX_OPEN = 256;

  /**
   * Commands that may wait for QEMU at once. QEMU stops reading when 8 of a client's commands wait,
   * and then nothing can overtake them: a QEMU that hangs in the last round of a migration could
   * not be told to break the connection. The rest is for those that nobody waits for.
   */
  static final int MAX_WAITED_FOR = 4;

  private static final Logger LOG = LoggerFactory.getLogger(QmpClient.class);

  /** Takes the answer to one command, in the reader's thread; must not wait. */
  private interface Waiter {
    void succeeded(long id, JsonNode value);

    void failed(long id, QmpException cause);
  }

  private final SocketChannel channel;
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicLong ids = new AtomicLong();
  private final Semaphore places = new Semaphore(MAX_WAITED_FOR);
  private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();
  private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();
  private final CompletableFuture<QmpMessage.Greeting> greeting = new CompletableFuture<>();
  private volatile @Nullable QmpException ended;
  private volatile boolean outOfBand;

  private QmpClient(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects, waits for QEMU's greeting and enables the protocol, out-of-band commands included
   * where QEMU offers them.
   *
   * @param timeout for each of the two answers. QEMU greets one client at a time, so a second one
   *     waits here until the first has gone
   */
  public static QmpClient connect(Path socket, Duration timeout) {
    QmpClient client;
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      client = new QmpClient(channel);
    } catch (IOException e) {
      throw new QmpException(
          QmpException.Kind.DISCONNECTED, "cannot connect to " + socket + ": " + e.getMessage(), e);
    }
    Thread.ofVirtual().name("qmp " + socket).start(client::read);
    try {
      QmpMessage.Greeting hello = client.await(client.greeting, "the greeting", timeout);
      boolean overtaking = hello.capabilities().contains("oob");
      client.execute(new QmpCommand.Capabilities(overtaking), timeout);
      client.outOfBand = overtaking;
      return client;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** {@return the version in QEMU's greeting} */
  public QmpVersion version() {
    return greeting.resultNow().version();
  }

  /** {@return whether commands can still be sent} */
  public boolean open() {
    return ended == null;
  }

  /**
   * Carries out a command and waits for its answer.
   *
   * @throws QmpException whose kind tells whether QEMU refused, did not answer in time, or went
   */
  public <R> R execute(QmpCommand<R> command, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean waits = !overtakes(command);
    if (waits) {
      takePlace(command, timeout);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    // The place is free again when QEMU answers, however long nobody has waited for it any more.
    send(
        command,
        new Waiter() {
          @Override
          public void succeeded(long id, JsonNode value) {
            leave();
            answer.complete(value);
          }

          @Override
          public void failed(long id, QmpException cause) {
            leave();
            answer.completeExceptionally(cause);
          }

          private void leave() {
            if (waits) {
              places.release();
            }
          }
        });
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    return command.decodeReply(await(answer, command.name(), left));
  }

  private boolean overtakes(QmpCommand<?> command) {
    return outOfBand && command.outOfBand();
  }

  private void takePlace(QmpCommand<?> command, Duration timeout) {
    try {
      if (!places.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new QmpException(
            QmpException.Kind.TIMEOUT,
            command.name() + ": QEMU owes " + MAX_WAITED_FOR + " answers already");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QmpException(
          QmpException.Kind.TIMEOUT, command.name() + ": interrupted before it was sent", e);
    }
  }

  /** {@return a new queue that hears of every event from now on} */
  public Mailbox subscribe() {
    Mailbox mailbox = new Mailbox(this);
    mailboxes.add(mailbox);
    QmpException cause = ended;
    if (cause != null && mailboxes.remove(mailbox)) {
      mailbox.put(new Mailbox.Item.Disconnected(cause));
    }
    return mailbox;
  }

  /** Ends the connection; commands under way fail, QEMU goes on. */
  @Override
  public void close() {
    end(new QmpException(QmpException.Kind.DISCONNECTED, "the connection was closed"));
  }

  void remove(Mailbox mailbox) {
    mailboxes.remove(mailbox);
  }

  long send(QmpCommand<?> command, Mailbox mailbox) {
    return send(
        command,
        new Waiter() {
          @Override
          public void succeeded(long id, JsonNode value) {
            mailbox.put(new Mailbox.Item.Reply(id, value));
          }

          @Override
          public void failed(long id, QmpException cause) {
            mailbox.put(new Mailbox.Item.Failure(id, cause));
          }
        });
  }

  private long send(QmpCommand<?> command, Waiter waiter) {
    long id = ids.incrementAndGet();
    if (waiters.size() >= MAX_OPEN) {
      waiter.failed(
          id, new QmpException(QmpException.Kind.TIMEOUT, MAX_OPEN + " commands have no answer"));
      return id;
    }
    waiters.put(id, waiter);
    ByteBuffer line = ByteBuffer.wrap(new QmpRequest(id, command, overtakes(command)).encode());
    writing.lock();
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      end(new QmpException(QmpException.Kind.DISCONNECTED, "QEMU cannot be written to", e));
    } finally {
      writing.unlock();
    }
    QmpException cause = ended;
    if (cause != null) {
      fail(id, cause);
    }
    return id;
  }

  private void read() {
    try {
      LineReader lines = new LineReader(Channels.newInputStream(channel), LineReader.MAX_LINE);
      Optional<byte[]> line = lines.next();
      while (line.isPresent()) {
        if (line.get().length > 1) {
          dispatch(QmpMessage.decode(line.get()));
        }
        line = lines.next();
      }
      end(new QmpException(QmpException.Kind.DISCONNECTED, "QEMU ended the connection"));
    } catch (IOException e) {
      end(new QmpException(QmpException.Kind.DISCONNECTED, "the connection broke", e));
    } catch (QmpException e) {
      end(e);
    }
  }

  private void dispatch(QmpMessage message) {
    switch (message) {
      case QmpMessage.Greeting hello -> greeting.complete(hello);
      case QmpMessage.Success(long id, JsonNode value) -> {
        Waiter waiter = waiters.remove(id);
        if (waiter == null) {
          LOG.debug("an answer to {} came after its time", id);
        } else {
          waiter.succeeded(id, value);
        }
      }
      case QmpMessage.Refusal(Optional<Long> id, String errorClass, String description) -> {
        QmpException refusal = QmpException.refused(errorClass, description);
        if (id.isPresent()) {
          fail(id.get(), refusal);
        } else {
          LOG.warn("QEMU could not read a command: {}", description);
        }
      }
      case QmpMessage.Event event -> {
        Mailbox.Item item = new Mailbox.Item.Event(event.event(), event.at());
        for (Mailbox mailbox : mailboxes) {
          mailbox.put(item);
        }
      }
    }
  }

  private void fail(long id, QmpException cause) {
    Waiter waiter = waiters.remove(id);
    if (waiter != null) {
      waiter.failed(id, cause);
    }
  }

  private void end(QmpException cause) {
    synchronized (waiters) {
      if (ended != null) {
        return;
      }
      ended = cause;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing a QMP connection", e);
    }
    greeting.completeExceptionally(cause);
    for (long id : List.copyOf(waiters.keySet())) {
      fail(id, cause);
    }
    for (Mailbox mailbox : List.copyOf(mailboxes)) {
      if (mailboxes.remove(mailbox)) {
        mailbox.put(new Mailbox.Item.Disconnected(cause));
      }
    }
  }

  private <T> T await(CompletableFuture<T> future, String what, Duration timeout) {
    try {
      return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new QmpException(
          QmpException.Kind.TIMEOUT, what + ": no answer in " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QmpException(QmpException.Kind.TIMEOUT, what + ": interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QmpException cause) {
        throw cause.whileDoing(what);
      }
      throw new QmpException(QmpException.Kind.DISCONNECTED, what + " failed", e);
    }
  }
}
