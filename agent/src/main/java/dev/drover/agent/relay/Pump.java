package dev.drover.agent.relay;

import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * Moves bytes from one socket to another through a pipe, which holds pages and not copies of them.
 * No call waits. What was read is written even when reading has failed since.
 */
final class Pump implements AutoCloseable {
  /** What is between the two sockets at most, as far as the kernel lets an ordinary user have. */
  static final int CAPACITY = 1 << 20;

  private final Libc libc;
  private final Socket in;
  private final Socket out;
  private final News news;
  private final int[] pipe = new int[2];
  private long inside;
  private long written;
  private boolean inputEnded;
  private boolean ended;
  private boolean full;
  private boolean faultAtOutput;
  private Optional<SocketFault> fault = Optional.empty();

  /** How a direction ends. */
  interface News {
    /** The reading side has ended in order. */
    void ends();

    void fails(SocketFault fault);
  }

  /** How bytes are taken in: at most so many, the result as the kernel's. */
  interface Intake {
    long take(LongUnaryOperator splice);
  }

  /**
   * Owns neither socket.
   *
   * @param news is told before either socket is
   */
  Pump(Libc libc, Socket in, Socket out, News news) {
    this.libc = libc;
    this.in = in;
    this.out = out;
    this.news = news;
    int result = libc.pipe(pipe, CAPACITY);
    if (result < 0) {
      throw new SocketFault("pipe", "for " + in.place().text(), -result);
    }
  }

  /** {@return whether anything moved or ended} */
  boolean step(Intake intake) {
    boolean moved = false;
    if (inside == 0 && !inputEnded && !ended) {
      long n = intake.take(most -> libc.splice(in.fd(), pipe[1], Math.min(most, CAPACITY)));
      if (n > 0) {
        inside = n;
        moved = true;
      } else if (n == 0) {
        inputEnded = true;
      } else if (n != -Libc.EAGAIN && n != -Libc.EINTR) {
        inputEnded = true;
        fail(new SocketFault("read from", in.place().text(), (int) -n));
      }
    }
    full = false;
    if (inside > 0) {
      moved |= empty();
    }
    if (inputEnded && inside == 0 && !ended) {
      ended = true;
      moved = true;
      if (fault.isEmpty()) {
        news.ends();
        out.end(libc);
      }
    }
    return moved;
  }

  private boolean empty() {
    long n = libc.splice(pipe[0], out.fd(), inside);
    if (n > 0) {
      inside -= n;
      written += n;
      return true;
    }
    if (n == -Libc.EAGAIN || n == -Libc.EINTR) {
      full = true;
      return false;
    }
    faultAtOutput = true;
    fail(new SocketFault("write to", out.place().text(), (int) -n));
    inside = 0;
    ended = true;
    return true;
  }

  /**
   * The reader has gone. What is left for it is dropped.
   *
   * @param broken whether it went otherwise than by closing
   */
  void abandon(boolean broken) {
    if (!ended) {
      ended = true;
      inside = 0;
      if (broken) {
        faultAtOutput = true;
        fail(new SocketFault("write to", out.place().text(), Libc.ECONNRESET));
      }
    }
  }

  private void fail(SocketFault what) {
    fault = Optional.of(what);
    news.fails(what);
  }

  boolean ended() {
    return ended;
  }

  boolean wantsInput() {
    return !ended && !inputEnded && inside == 0;
  }

  boolean wantsOutput() {
    return full;
  }

  /** {@return bytes given to the other side's kernel} */
  long written() {
    return written;
  }

  Optional<SocketFault> fault() {
    return fault;
  }

  /** {@return whether {@code socket} is the one that failed} */
  boolean faultAt(Socket socket) {
    return fault.isPresent() && (faultAtOutput ? out : in) == socket;
  }

  @Override
  public void close() {
    libc.close(pipe[0]);
    libc.close(pipe[1]);
  }
}
