package dev.drover.agent.relay;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stream socket of the kernel's; no call on it waits. One thread owns it and closes it; others
 * may {@link #stop} it and read its queues, which is safe at any time.
 */
final class Socket implements AutoCloseable {
  private static final int BACKLOG = 16;

  /** How often a Unix socket whose backlog is full is tried again. */
  private static final long RETRY_NANOS = 5_000_000;

  private final int fd;
  private final Place place;
  private boolean closed;
  private volatile boolean stopped;

  private Socket(int fd, Place place) {
    this.fd = fd;
    this.place = place;
  }

  private static Socket open(Libc libc, Place place) {
    return new Socket(checked(libc.socket(place.family()), "socket", place), place);
  }

  private static int checked(int result, String call, Place place) {
    if (result < 0) {
      throw new SocketFault(call, place.text(), -result);
    }
    return result;
  }

  /** Listens; port 0 lets the system choose. */
  static Socket listening(Libc libc, Place place) {
    Socket socket = open(libc, place);
    try {
      if (place instanceof Place.Tcp) {
        checked(libc.set(socket.fd, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1), "reuse", place);
      }
      checked(libc.bind(socket.fd, place.encode()), "bind", place);
      checked(libc.listen(socket.fd, BACKLOG), "listen", place);
      return socket;
    } catch (SocketFault e) {
      socket.close();
      throw e;
    }
  }

  /** Connects within {@code patience}. */
  static Socket connected(Libc libc, Place place, Duration patience) {
    Socket socket = open(libc, place);
    try {
      long end = System.nanoTime() + patience.toNanos();
      MemorySegment address = place.encode();
      int result = libc.connect(socket.fd, address);
      while (result == -Libc.EAGAIN && System.nanoTime() < end) {
        libc.poll(MemorySegment.NULL, RETRY_NANOS);
        result = libc.connect(socket.fd, address);
      }
      if (result == -Libc.EINPROGRESS) {
        socket.await(libc, Libc.POLLOUT, end);
        MemorySegment error = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
        checked(libc.get(socket.fd, Libc.SOL_SOCKET, Libc.SO_ERROR, error), "connect", place);
        result = -error.get(ValueLayout.JAVA_INT, 0);
      }
      checked(result, "connect to", place);
      return socket.prompt(libc);
    } catch (SocketFault e) {
      socket.close();
      throw e;
    }
  }

  private void await(Libc libc, int events, long end) {
    MemorySegment wanted = Arena.ofAuto().allocate(Libc.POLLFD, 4);
    wanted.set(ValueLayout.JAVA_INT, 0, fd);
    wanted.set(ValueLayout.JAVA_SHORT, 4, (short) events);
    int ready = libc.poll(wanted, Math.max(0, end - System.nanoTime()));
    checked(ready == 0 ? -Libc.ETIMEDOUT : ready, "connect to", place);
  }

  /** A page that a vCPU waits for goes at once. */
  private Socket prompt(Libc libc) {
    if (place instanceof Place.Tcp) {
      checked(libc.set(fd, Libc.SOL_TCP, Libc.TCP_NODELAY, 1), "nodelay", place);
    }
    return this;
  }

  /** Waits for the next connection; null when this socket was stopped. */
  @Nullable Socket accept(Libc libc) {
    MemorySegment wanted = Arena.ofAuto().allocate(Libc.POLLFD, 4);
    wanted.set(ValueLayout.JAVA_INT, 0, fd);
    wanted.set(ValueLayout.JAVA_SHORT, 4, (short) Libc.POLLIN);
    while (true) {
      int result = libc.accept(fd);
      if (result >= 0) {
        return new Socket(result, place).prompt(libc);
      }
      switch (-result) {
        case Libc.EAGAIN -> {
          // A stopped Unix listener says no more than that nobody is there.
          if (stopped) {
            return null;
          }
          libc.poll(wanted, Duration.ofHours(1).toNanos());
        }
        case Libc.EINTR, Libc.ECONNABORTED -> {}
        case Libc.EINVAL -> {
          return null;
        }
        default -> throw new SocketFault("accept on", place.text(), -result);
      }
    }
  }

  int fd() {
    return fd;
  }

  Place place() {
    return place;
  }

  /** {@return the TCP port that it listens on or is connected from} */
  int port(Libc libc) {
    MemorySegment address = Arena.ofAuto().allocate(28, 4);
    checked(libc.name(fd, address), "name of", place);
    return (address.get(ValueLayout.JAVA_BYTE, 2) & 0xff) << 8
        | (address.get(ValueLayout.JAVA_BYTE, 3) & 0xff);
  }

  /** {@return bytes that have arrived and were not read yet} */
  synchronized long unread(Libc libc) {
    return closed ? 0 : checked(libc.queue(fd, Libc.SIOCINQ), "queue of", place);
  }

  /** TCP only. {@return what was written and has not arrived; nothing when closed} */
  synchronized SendQueue sendQueue(Libc libc) {
    if (closed) {
      return new SendQueue(0, 0);
    }
    int unsent = checked(libc.queue(fd, Libc.SIOCOUTQNSD), "queue of", place);
    int unacknowledged = checked(libc.queue(fd, Libc.SIOCOUTQ), "queue of", place);
    return new SendQueue(Math.min(unsent, unacknowledged), unacknowledged);
  }

  /** TCP only. */
  synchronized TcpInfo info(Libc libc) {
    MemorySegment info = Arena.ofAuto().allocate(TcpInfo.LENGTH, 8);
    int filled = closed ? -Libc.EPIPE : libc.get(fd, Libc.SOL_TCP, Libc.TCP_INFO, info);
    return TcpInfo.decode(info, checked(filled, "state of", place));
  }

  /** TCP only: the kernel spreads segments so that no more than this leaves. */
  synchronized void pace(Libc libc, long bytesPerSecond) {
    if (!closed) {
      MemorySegment rate = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);
      rate.set(ValueLayout.JAVA_LONG, 0, bytesPerSecond);
      checked(libc.set(fd, Libc.SOL_SOCKET, Libc.SO_MAX_PACING_RATE, rate), "pacing of", place);
    }
  }

  /** Tells the other side that no more is sent. */
  synchronized void end(Libc libc) {
    if (!closed) {
      libc.shutdown(fd, Libc.SHUT_WR);
    }
  }

  /** Ends both directions, so that whoever waits for this socket stops to. */
  synchronized void stop(Libc libc) {
    stopped = true;
    if (!closed) {
      libc.shutdown(fd, Libc.SHUT_RDWR);
    }
  }

  /** Closes so that the other side hears of a broken connection and not of an orderly end. */
  synchronized void reset(Libc libc) {
    if (!closed && place instanceof Place.Tcp) {
      MemorySegment linger = Arena.ofAuto().allocate(8, 4);
      linger.set(ValueLayout.JAVA_INT, 0, 1);
      libc.set(fd, Libc.SOL_SOCKET, Libc.SO_LINGER, linger);
    }
    close();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      new Libc().close(fd);
    }
  }
}
