package dev.drover.agent.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one migration at one of its ends. They are joined one after the other in the
 * order in which they came: QEMU tells its connections apart by it.
 */
final class Links implements AutoCloseable {
  /** As long as QEMU's own connect may take on a network that answers at all. */
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** The kernel's word for a socket that is not paced. */
  static final long UNLIMITED = -1;

  private static final Duration JOIN = Duration.ofSeconds(2);

  private final String name;
  private final Socket listener;
  private final Place onward;
  private final boolean nearAccepted;
  private final Optional<Rounds> rounds;
  private final Thread acceptor;
  private final List<Link> open = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Socket first;
  private @Nullable Socket firstFar;
  private long pace = UNLIMITED;
  private @Nullable String complaint;
  private boolean closed;

  /**
   * Starts to accept.
   *
   * @param listener owned from now on
   * @param onward where each connection goes on to
   * @param nearAccepted whether it is QEMU's side that is accepted, and not the network's
   */
  Links(String name, Socket listener, Place onward, boolean nearAccepted, Optional<Rounds> rounds) {
    this.name = name;
    this.listener = listener;
    this.onward = onward;
    this.nearAccepted = nearAccepted;
    this.rounds = rounds;
    this.acceptor = Thread.ofPlatform().daemon().name(name).unstarted(this::accept);
  }

  void start() {
    acceptor.start();
  }

  private void accept() {
    Libc libc = new Libc();
    try {
      for (Socket in = listener.accept(libc); in != null; in = listener.accept(libc)) {
        join(libc, in);
      }
    } catch (SocketFault e) {
      complain(String.valueOf(e.getMessage()));
    } finally {
      listener.close();
    }
  }

  private void join(Libc libc, Socket accepted) {
    Socket other;
    try {
      other = Socket.connected(libc, onward, CONNECT);
    } catch (SocketFault e) {
      complain(String.valueOf(e.getMessage()));
      accepted.reset(libc);
      return;
    }
    begin(libc, nearAccepted ? accepted : other, nearAccepted ? other : accepted);
  }

  private synchronized void begin(Libc libc, Socket near, Socket far) {
    if (closed) {
      near.close();
      far.reset(libc);
      return;
    }
    // Only the first carries rounds: what post-copy opens beside it is for pages waited for.
    boolean carriesRounds = first == null;
    Link[] self = new Link[1];
    Link link =
        new Link(
            near,
            far,
            carriesRounds ? rounds : Optional.empty(),
            this::complain,
            () -> gone(self[0]));
    self[0] = link;
    if (carriesRounds) {
      first = near;
      firstFar = far;
      if (pace != UNLIMITED) {
        far.pace(libc, pace);
      }
    }
    open.add(link);
    Thread thread =
        Thread.ofPlatform().daemon().name(name + " " + (threads.size() + 1)).unstarted(link);
    threads.add(thread);
    thread.start();
  }

  /** Limits what the first connection sends, in bytes per second, or not ({@link #UNLIMITED}). */
  synchronized void pace(long bytesPerSecond) {
    pace = bytesPerSecond;
    if (firstFar != null) {
      firstFar.pace(new Libc(), bytesPerSecond);
    }
  }

  private synchronized void gone(Link link) {
    open.remove(link);
  }

  private synchronized void complain(String why) {
    if (!closed && complaint == null) {
      complaint = why;
    }
  }

  /** {@return what broke first, or empty} */
  synchronized Optional<String> complaint() {
    return Optional.ofNullable(complaint);
  }

  /** {@return counts what QEMU has written to the first connection and was not taken yet} */
  LongSupplier unread() {
    return () -> {
      Socket near;
      synchronized (this) {
        near = first;
      }
      return near == null ? 0 : near.unread(new Libc());
    };
  }

  /** {@return whether a connection stands} */
  synchronized boolean busy() {
    return !open.isEmpty();
  }

  /** Breaks what is still connected and waits until the threads have ended. */
  @Override
  public void close() {
    List<Thread> ending;
    synchronized (this) {
      closed = true;
      Libc libc = new Libc();
      listener.stop(libc);
      open.forEach(link -> link.stop(libc));
      ending = new ArrayList<>(threads);
    }
    ending.add(acceptor);
    boolean interrupted = false;
    for (Thread thread : ending) {
      try {
        thread.join(JOIN);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
