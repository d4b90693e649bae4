package dev.drover.sdn.connection;

import dev.drover.sdn.control.SwitchEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for switches and tells {@link SwitchEvents} what they do, on one thread.
 *
 * <p>Whoever else calls the controller does it by {@link #exclusively}. A fault of one peer ends
 * that peer; nothing that a peer does can end or delay the others by more than the handling of one
 * read.
 */
public final class SwitchServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SwitchServer.class);

  /** Twice as often as {@link SwitchEvents#tick} asks for. */
  private static final long TICK_NANOS = 25_000_000L;

  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final int BACKLOG = 1024;

  /** Accepts may fail for want of file descriptors, and would then fail again at once. */
  private static final long ACCEPT_PAUSE_NANOS = 500_000_000L;

  /** Fair: calls from outside come between two reads however busy the switches are. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final SwitchEvents events;
  private final Peers peers;
  private final Optional<SSLContext> tls;
  private final Selector selector;
  private final ServerSocketChannel listener;
  private final SelectionKey acceptKey;
  private final Thread thread;
  private volatile boolean closed;
  private final LongSupplier clock;
  private long nextTickNanos;
  private long nextWatchNanos;
  private long acceptAgainNanos;
  private boolean acceptPauses;

  /**
   * Listens at once.
   *
   * @param tls empty for plain TCP; otherwise both sides must show a certificate
   * @throws UncheckedIOException when the address cannot be listened on
   */
  public SwitchServer(
      InetSocketAddress address, Optional<SSLContext> tls, SwitchEvents events, Limits limits) {
    this(address, tls, events, limits, System::nanoTime);
  }

  /**
   * The same by another clock.
   *
   * @param clock tells nanoseconds since whenever
   */
  SwitchServer(
      InetSocketAddress address,
      Optional<SSLContext> tls,
      SwitchEvents events,
      Limits limits,
      LongSupplier clock) {
    this.events = events;
    this.clock = clock;
    this.nextTickNanos = clock.getAsLong();
    this.nextWatchNanos = nextTickNanos;
    this.peers = new Peers(events, limits, nextTickNanos);
    this.tls = tls;
    try {
      this.selector = Selector.open();
      this.listener = ServerSocketChannel.open();
      try {
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(address, BACKLOG);
        listener.configureBlocking(false);
        this.acceptKey = listener.register(selector, SelectionKey.OP_ACCEPT);
      } catch (IOException e) {
        listener.close();
        selector.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen for switches on " + text(address) + ": " + e.getMessage(), e);
    }
    this.thread = Thread.ofPlatform().name("switches").start(this::run);
  }

  /** {@return the port that is listened on} */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** {@return what {@code work} returns, which no event comes between} */
  public <T> T exclusively(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      peers.settle(clock.getAsLong());
      lock.unlock();
      selector.wakeup();
    }
  }

  /**
   * Waits until the server has been closed.
   *
   * @throws IllegalStateException when a fault that nothing can mend ended it; the log says which
   */
  public void await() throws InterruptedException {
    thread.join();
    if (!closed) {
      throw new IllegalStateException("the sockets to the switches failed");
    }
  }

  private void run() {
    try {
      while (!closed) {
        long wait = nextTickNanos - clock.getAsLong();
        if (wait > 0) {
          selector.select(Math.ceilDiv(wait, NANOS_PER_MILLI));
        } else {
          selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key);
          tickIfDue();
        }
        selector.selectedKeys().clear();
        tickIfDue();
        watch();
      }
    } catch (IOException e) {
      LOG.error("the sockets to the switches failed", e);
    } finally {
      end();
    }
  }

  private void serve(SelectionKey key) {
    lock.lock();
    try {
      if (key.equals(acceptKey)) {
        accept();
      } else if (key.isValid() && key.attachment() instanceof Connection connection) {
        long now = clock.getAsLong();
        if (key.isReadable()) {
          connection.read(events, now);
        }
        if (key.isValid() && key.isWritable()) {
          connection.flush();
        }
        peers.settle(now);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Also between two switches of a round: many busy ones may take long. */
  private void tickIfDue() {
    long now = clock.getAsLong();
    if (now - nextTickNanos < 0) {
      return;
    }
    nextTickNanos = now + TICK_NANOS;
    lock.lock();
    try {
      events.tick(now);
    } catch (RuntimeException e) {
      LOG.error("the controller failed as time passed", e);
    } finally {
      peers.settle(now);
      lock.unlock();
    }
  }

  /** Only when all that had come was read: what nobody listened to was not silent. */
  private void watch() {
    long now = clock.getAsLong();
    if (now - nextWatchNanos < 0) {
      return;
    }
    nextWatchNanos = now + TICK_NANOS;
    lock.lock();
    try {
      peers.watch(now);
      peers.settle(now);
      if (acceptPauses && now - acceptAgainNanos >= 0) {
        acceptPauses = false;
        acceptKey.interestOps(SelectionKey.OP_ACCEPT);
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    long now = clock.getAsLong();
    try {
      SocketChannel channel = listener.accept();
      if (channel != null) {
        welcome(channel, now);
      }
    } catch (IOException e) {
      LOG.warn("no switch can be let in: {}", e.getMessage());
      acceptPauses = true;
      acceptAgainNanos = now + ACCEPT_PAUSE_NANOS;
      acceptKey.interestOps(0);
    }
    peers.settle(now);
  }

  private void welcome(SocketChannel channel, long now) throws IOException {
    try {
      SocketAddress peer = channel.getRemoteAddress();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Wire wire = tls.isPresent() ? new TlsWire(channel, tls.get()) : new PlainWire(channel);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      Connection connection = new Connection(peers, channel, key, wire, text(peer), now);
      key.attach(connection);
      peers.add(connection);
    } catch (IOException e) {
      // It went away while it came in.
      LOG.debug("a peer did not stay", e);
      channel.close();
    }
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : String.valueOf(address);
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    lock.lock();
    try {
      peers.close();
      listener.close();
      selector.close();
    } catch (IOException e) {
      LOG.debug("the listener does not close", e);
    } finally {
      lock.unlock();
    }
  }
}
